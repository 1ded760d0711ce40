// The library for CDK Terrain: the same sources with the core's and the providers' names replaced, compiled into FOLDER.
// Usage: node tools/build-cdktn.cjs FOLDER   (FOLDER finds cdktn and @cdktn/provider-* in a node_modules above or in it)
const { execFileSync } = require("node:child_process");
const { cpSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } = require("node:fs");
const { join, resolve } = require("node:path");
const { forCdktn } = require("./cdktn-names.cjs");

const root = join(__dirname, "..");
const [given] = process.argv.slice(2);
if (given === undefined) {
  console.error("usage: node tools/build-cdktn.cjs FOLDER");
  process.exit(2);
}
const folder = resolve(given);
const read = (file) => JSON.parse(readFileSync(join(root, file), "utf8"));

mkdirSync(folder, { recursive: true });
const build = read("tsconfig.build.json");
for (const entry of build.include) {
  cpSync(join(root, entry), join(folder, entry), { recursive: true, filter: (path) => !path.includes("node_modules") });
  rename(join(folder, entry));
}
cpSync(join(root, "tsconfig.json"), join(folder, "tsconfig.json"));
build.compilerOptions.preserveSymlinks = true;
writeFileSync(join(folder, "tsconfig.build.json"), JSON.stringify(build));
writeFileSync(join(folder, "package.json"), JSON.stringify(manifestForCdktn(read("package.json")), undefined, 2));
execFileSync(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", join(folder, "tsconfig.build.json")], {
  stdio: "inherit",
});
const chart = "constructs/platform/manifest-chart";
cpSync(join(root, chart), join(folder, "dist", chart), { recursive: true });

function rename(path) {
  if (statSync(path).isDirectory()) readdirSync(path).forEach((name) => rename(join(path, name)));
  else if (path.endsWith(".ts")) writeFileSync(path, forCdktn(readFileSync(path, "utf8")));
}

/** Another package: who installs it gets the peers of CDK Terrain. */
function manifestForCdktn({ devDependencies, scripts, overrides, ...manifest }) {
  const peers = {
    ...manifest.peerDependencies,
    "@cdktn/provider-aws": ">=20 <26",
    "@cdktn/provider-helm": "*",
    "@cdktn/provider-kubernetes": "*",
    cdktn: ">=0.24.0 <1",
  };
  for (const name of Object.keys(peers)) if (/^(@cdktf\/.*|cdktf)$/.test(name)) delete peers[name];
  return { ...manifest, name: `${manifest.name}-cdktn`, peerDependencies: peers };
}
