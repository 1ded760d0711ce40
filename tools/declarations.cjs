/** Which of the compiled declarations a user can see: those that an entry point of package.json leads to. */
const { existsSync, readFileSync, readdirSync, rmSync } = require("node:fs");
const { dirname, join } = require("node:path");
const ts = require("typescript");

/** Removes declarations that no entry point leads to: nobody can import them. */
function dropInnerDeclarations(root) {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const seen = new Set();
  for (const { types } of Object.values(exports)) if (types !== undefined) follow(join(root, types), seen);
  for (const name of readdirSync(join(root, "dist"), { recursive: true })) {
    const file = join(root, "dist", name);
    if (name.endsWith(".d.ts") && !seen.has(file)) rmSync(file);
  }
}

function follow(file, seen) {
  if (seen.has(file)) return;
  seen.add(file);
  for (const { fileName } of ts.preProcessFile(readFileSync(file, "utf8")).importedFiles) {
    if (fileName.startsWith(".")) follow(declarationOf(file, fileName), seen);
  }
}

function declarationOf(from, target) {
  const path = join(dirname(from), target);
  const found = [`${path}.d.ts`, join(path, "index.d.ts")].find((candidate) => existsSync(candidate));
  if (found === undefined) throw new Error(`${from}: no declaration of ${target}`);
  return found;
}

module.exports = { dropInnerDeclarations };
