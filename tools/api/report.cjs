/**
 * The report of the public API: api/<entry point>.api.md, what each entry point of package.json exports, from the
 * declarations in dist/. Without an argument it writes the reports; with --check it fails where one is out of date.
 * `npm run api` and `npm run test:api` build dist/ first.
 */
const { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { CompilerState, Extractor, ExtractorConfig } = require("@microsoft/api-extractor");

const root = join(__dirname, "..", "..");
const folder = join(root, "api");
// They are the others together: what they export stands in the reports of the rooms.
const unions = [".", "./constructs"];

const { exports: entries } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const reported = Object.entries(entries)
  .filter(([name, { types }]) => types !== undefined && !unions.includes(name))
  .map(([name, { types }]) => ({ report: `${name.slice(2).replaceAll("/", "-")}.api.md`, types: join(root, types) }));

function configuration({ report, types }, reportTempFolder) {
  const silent = { default: { logLevel: "none" } };
  return ExtractorConfig.prepare({
    packageJsonFullPath: join(root, "package.json"),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: types,
      compiler: {
        overrideTsconfig: {
          compilerOptions: { module: "node16", target: "ES2022", strict: true, skipLibCheck: true, types: ["node"] },
          files: reported.map((each) => each.types),
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: report.replace(/\.api\.md$/, ""),
        reportFolder: reportTempFolder,
        reportTempFolder,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: silent,
        extractorMessageReporting: silent,
        tsdocMessageReporting: silent,
      },
    },
  });
}

/** The reports by file name. */
function reports() {
  const temporary = mkdtempSync(join(tmpdir(), "api-report-"));
  try {
    const configurations = reported.map((each) => configuration(each, temporary));
    const compilerState = CompilerState.create(configurations[0], {
      additionalEntryPoints: reported.map(({ types }) => types),
    });
    const messageCallback = (message) => (message.handled = true);
    for (const each of configurations) Extractor.invoke(each, { localBuild: true, compilerState, messageCallback });
    return new Map(reported.map(({ report }) => [report, readFileSync(join(temporary, report), "utf8")]));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function main() {
  const current = reports();
  if (process.argv.includes("--check")) {
    const checkedIn = (name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8") : undefined);
    const names = new Set([...current.keys(), ...readdirSync(folder)]);
    const stale = [...names].filter((name) => checkedIn(name) !== current.get(name));
    for (const name of stale) console.log(`api/${name} is out of date: npm run api`);
    console.log(`${names.size - stale.length} passed, ${stale.length} failed`);
    process.exitCode = stale.length === 0 ? 0 : 1;
    return;
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [name, text] of current) writeFileSync(join(folder, name), text);
  console.log(`${current.size} reports in api/`);
}

main();
