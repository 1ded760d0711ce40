/**
 * `npm run test:report`: opens the reports of the examples in headless Chromium, in light, dark and on paper, and checks
 * what only a browser knows. Screenshots and PDFs are left in `out/report`. Prints one line a check.
 *
 * Needs Debian's chromium (or `CHROMIUM=<path>`) and `npm ci --prefix test/report`; says so and passes where they are
 * missing, but fails there when `CI` is set.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { runReport } from "../../cli/commands/report";
import { htmlReport } from "../../report";
import { axeSource, findChromium, launch, toolsAreInstalled, type Page } from "./chromium";
import { hostileModel, hostileText, hybridModel, mixedCheck } from "./models";

const root = resolve(__dirname, "../..");
const out = join(root, "out", "report");
const work = mkdtempSync(join(tmpdir(), "ai-factory-report-"));
let passed = 0;
let failed = 0;

function check(name: string, problems: readonly string[]): void {
  if (problems.length === 0) passed += 1;
  else failed += 1;
  console.log(problems.length === 0 ? `ok      ${name}` : `FAILED  ${name}\n        ${problems.join("\n        ")}`);
}

interface ReportFile {
  readonly name: string;
  readonly file: string;
}

async function example(name: string): Promise<ReportFile> {
  const outdir = join(work, name);
  const main = join(root, "examples", name, "main.ts");
  execFileSync(process.execPath, [require.resolve("tsx/cli"), "--conditions=source", main], {
    cwd: root,
    env: { ...process.env, CDKTF_OUTDIR: outdir },
  });
  const file = join(out, `${name}.html`);
  const { exitCode, stderr } = await runReport(outdir, { html: file, today: "2026-11-21" });
  if (exitCode !== 0) throw new Error(stderr);
  return { name, file };
}

function written(name: string, page: string): ReportFile {
  const file = join(out, `${name}.html`);
  writeFileSync(file, page);
  return { name, file };
}

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

async function accessibility(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource());
  const violations = await page.evaluate<readonly Violation[]>("axe.run().then(({ violations }) => violations)");
  return violations.map(
    ({ id, impact, help, nodes }) =>
      `${impact} ${id}: ${help} at ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
}

/** Letters of the drawings that come out too small, and texts that leave their card. */
const drawingProblems = `(() => {
  const problems = [];
  const drawings = [...document.querySelectorAll("svg.topology")];
  if (drawings.length === 0) return ["there is no drawing"];
  for (const drawing of drawings) {
    const scale = drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width;
    for (const text of drawing.querySelectorAll("text")) {
      const size = parseFloat(getComputedStyle(text).fontSize) * scale;
      if (size < 10) problems.push(text.textContent + " is " + size.toFixed(1) + " px high");
    }
    for (const card of drawing.querySelectorAll("g.card")) {
      const face = card.querySelector(".face").getBBox();
      for (const text of card.querySelectorAll("text")) {
        const box = text.getBBox();
        if (box.x + box.width > face.x + face.width || box.y + box.height > face.y + face.height) {
          problems.push(text.textContent + " leaves its card");
        }
      }
    }
  }
  return problems;
})()`;

/** Links of the page that lead nowhere. */
const deadLinks = `[...document.querySelectorAll("a")].map((link) => link.getAttribute("href"))
  .filter((href) => !href.startsWith("#") || document.getElementById(href.slice(1)) === null)`;

async function fitsWidth(page: Page, width: number): Promise<readonly string[]> {
  await page.setViewportSize({ width, height: 900 });
  const wide = await page.evaluate<number>("document.documentElement.scrollWidth");
  return wide <= width ? [] : [`the page is ${wide} px wide in a window of ${width}`];
}

async function keyboard(page: Page): Promise<readonly string[]> {
  await page.keyboard.press("Tab");
  const first = await page.evaluate<string>("document.activeElement.className");
  await page.keyboard.press("Enter");
  const target = await page.evaluate<string>("location.hash");
  return first === "skip" && target === "#content" ? [] : [`the first stop is '${first}', and leads to '${target}'`];
}

async function look({ name, file }: ReportFile, chromium: string, scheme: "light" | "dark"): Promise<void> {
  const context = await launch(chromium, join(work, `${name}-${scheme}`), scheme);
  try {
    const page = await context.newPage();
    const errors: string[] = [];
    const requests: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") errors.push(message.text());
    });
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("request", (request) => requests.push(request.url()));
    const url = pathToFileURL(file).href;
    await page.goto(url);
    const label = (what: string) => `${name}, ${scheme}: ${what}`;
    check(label("axe finds nothing"), await accessibility(page));
    check(label("the drawings can be read"), await page.evaluate<string[]>(drawingProblems));
    check(label("all links lead somewhere"), await page.evaluate<string[]>(deadLinks));
    check(label("fits a desk"), await fitsWidth(page, 1280));
    await page.screenshot({ path: join(out, `${name}-${scheme}.png`), fullPage: true });
    check(label("fits a telephone"), await fitsWidth(page, 390));
    check(label("the keyboard reaches the content"), await keyboard(page));
    if (scheme === "light") await page.pdf({ path: join(out, `${name}.pdf`), preferCSSPageSize: true });
    check(label("no error or warning in the console"), errors);
    check(
      label("nothing outside is asked for"),
      requests.filter((asked) => asked.split("#")[0] !== url),
    );
  } finally {
    await context.close();
  }
}

async function main(): Promise<void> {
  const chromium = findChromium();
  if (chromium === undefined || !toolsAreInstalled()) {
    const missing =
      chromium === undefined ? "no chromium: apt-get install chromium" : "run npm ci --prefix test/report";
    console.log(`skipped: ${missing}`);
    if (process.env.CI !== undefined) process.exitCode = 1;
    return;
  }
  mkdirSync(out, { recursive: true });
  const reports = [
    await example("cloud-training"),
    await example("cloud-inference"),
    await example("full-stack"),
    await example("sovereign-eu"),
    written("hybrid", htmlReport({ model: hybridModel(), check: mixedCheck(), today: "2026-11-21" })),
    written("hostile", htmlReport({ model: hostileModel(), check: mixedCheck(hostileText) })),
  ];
  for (const report of reports) {
    await look(report, chromium, "light");
    await look(report, chromium, "dark");
  }
  console.log(`${passed} passed, ${failed} failed; pictures in ${relative(process.cwd(), out)}`);
  if (failed > 0) process.exitCode = 1;
}

main()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(() => rmSync(work, { recursive: true, force: true }));
