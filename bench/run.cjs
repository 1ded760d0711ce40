/**
 * `npm run bench`: what the library costs, as ratios against a baseline that is measured in the same run on the same
 * machine. Needs `npm run build` first: what users run is compiled. With names of sections (`npm run bench -- growth`)
 * only those; `--rivals` installs eks-blueprints (545 MB) and measures an equal shape against it.
 */
const { existsSync, mkdirSync, rmSync } = require("node:fs");
const { cpus, loadavg } = require("node:os");
const { join } = require("node:path");
const { measureGrowth } = require("./growth.cjs");
const { measurePolicy } = require("./policy.cjs");
const { counts } = require("./results.cjs");
const { measureShape } = require("./shape.cjs");
const { measureSite } = require("./site.cjs");
const { measureSynth } = require("./synth.cjs");
const { measureUser } = require("./user.cjs");

const root = join(__dirname, "..");
const places = {
  root,
  // Inside the package, so that a program finds the library by its name.
  work: join(root, "out", "bench"),
  cli: join(root, "dist", "cli", "bin.js"),
  rivals: process.argv.includes("--rivals"),
};
const sections = {
  synth: measureSynth,
  user: measureUser,
  growth: measureGrowth,
  policy: measurePolicy,
  site: measureSite,
  shape: measureShape,
};

if (!existsSync(places.cli)) throw new Error("dist/ is not there: run `npm run build` first");
// Threads that share a core slow each other down: absolute times are those of a quiet machine only at a load below 1.
console.log(`${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, Node ${process.version}`);
rmSync(places.work, { recursive: true, force: true });
mkdirSync(places.work, { recursive: true });
const named = process.argv.slice(2).filter((name) => name in sections);
for (const name of named.length > 0 ? named : Object.keys(sections)) sections[name](places);
console.log(`${counts.met} passed, ${counts.missed} failed`);
process.exitCode = counts.missed === 0 ? 0 : 1;
