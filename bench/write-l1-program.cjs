// Turns emitted Terraform JSON into the program that somebody would write by hand with plain cdktf: one L1 construct for
// each resource with its arguments, in an order in which each can refer to those before it as `vpc.id` does. The baseline
// against which synth is measured.
const { readFileSync, readdirSync } = require("node:fs");
const { join } = require("node:path");

const camel = (name) => name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());

/** Modules of the provider bindings by resource type: the folder's name is the type in dashes. */
function moduleOf(type) {
  const [provider, ...rest] = type.split("_");
  return { file: `@cdktf/provider-${provider}/lib/${rest.join("-")}`, provider };
}

/** The program of a whole output folder; `overrides` names the attributes that the bindings do not write as they were. */
function writeProgram(outdir, overrides = {}) {
  const names = readdirSync(join(outdir, "stacks")).sort();
  const lines = ['const { App, TerraformStack } = require("cdktf");', "const app = new App();"];
  const used = new Map();
  for (const name of names) {
    const document = JSON.parse(readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8"));
    lines.push("{", `const stack = new TerraformStack(app, ${JSON.stringify(name)});`);
    const rest = {};
    for (const [block, content] of Object.entries(document)) {
      if (!["resource", "provider", "//"].includes(block)) rest[block] = content;
    }
    for (const [provider, configurations] of Object.entries(document.provider ?? {})) {
      const file = `@cdktf/provider-${provider}/lib/provider`;
      const constructor = `${provider[0].toUpperCase()}${provider.slice(1)}Provider`;
      lines.push(
        `new (require(${JSON.stringify(file)}).${constructor})(stack, ${JSON.stringify(provider)}, fields(${JSON.stringify(configurations[0])}));`,
      );
    }
    // Backends, outputs and data sources: as they are.
    lines.push(`for (const [key, value] of Object.entries(${JSON.stringify(rest)})) stack.addOverride(key, value);`);
    lines.push("made = {};");
    for (const { type, id, attributes } of inOrder(document.resource ?? {})) {
      if (!used.has(type)) used.set(type, classOf(moduleOf(type).file, type));
      const { "//": _, ...own } = attributes;
      lines.push(
        `make(${JSON.stringify(type)}, stack, ${JSON.stringify(id)}, ${JSON.stringify(own)}, ${JSON.stringify(overrides[`${name}/${type}.${id}`] ?? [])});`,
      );
    }
    lines.push("}");
  }
  const imports = [...used].map(
    ([type, { file, name }]) => `classes[${JSON.stringify(type)}] = require(${JSON.stringify(file)}).${name};`,
  );
  return [lines[0], "const classes = {};", ...imports, helpers, ...lines.slice(1), "app.synth();"].join("\n");
}

/** References within a stack: `${aws_vpc.main.id}`. */
const reference = /\$\{([a-z][a-z0-9_]*\.[A-Za-z0-9_-]+)\.([a-z_0-9]+)\}/g;

/** Resources, each after those that it refers to. */
function inOrder(blocks) {
  const all = new Map();
  for (const [type, resources] of Object.entries(blocks)) {
    for (const [id, attributes] of Object.entries(resources)) all.set(`${type}.${id}`, { type, id, attributes });
  }
  const ordered = new Set();
  const visit = (key) => {
    const resource = all.get(key);
    if (resource === undefined || ordered.has(resource)) return;
    all.delete(key);
    for (const [, address] of JSON.stringify(resource.attributes).matchAll(reference)) visit(address);
    ordered.add(resource);
  };
  for (const key of [...all.keys()]) visit(key);
  return ordered;
}

/** The class of a resource's module: the one that says it is of the type. */
function classOf(file, type) {
  const found = Object.entries(require(file)).find(([, value]) => value?.tfResourceType === type);
  if (!found) throw new Error(`${file} has no class for ${type}`);
  return { file, name: found[0] };
}

// Field names are spelt as the bindings spell them; keys of maps (tags, labels) are no field names and have no underscore.
const helpers = `
let made = {};
const camel = ${camel.toString()};
const referred = (all, address, attribute) => made[address]?.getStringAttribute(attribute) ?? all;
const fields = (value) =>
  typeof value === "string" ? value.replace(${reference.toString()}, referred)
  : Array.isArray(value) ? value.map(fields)
  : typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [camel(key), fields(item)]))
    : value;
function make(type, stack, id, own, overrides) {
  const { provider, depends_on, ...rest } = own;
  const resource = new classes[type](stack, id, fields(rest));
  resource.overrideLogicalId(id);
  made[type + "." + id] = resource;
  if (depends_on) resource.dependsOn = depends_on;
  for (const key of overrides) resource.addOverride(key, own[key]);
}`;

module.exports = { writeProgram };
