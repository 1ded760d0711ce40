// The table of rooms in docs/architecture.md: what each room may import of the others. Arrows point one way.
const rooms = {
  core: [],
  catalog: [],
  model: ["core", "catalog"],
  planning: ["catalog", "model"],
  documents: [],
  validation: ["core", "catalog", "model", "planning", "documents"],
  policy: ["core", "catalog", "model", "documents", "validation"],
  constructs: ["core", "catalog", "model", "planning", "validation"],
  blueprints: ["core", "catalog", "model", "planning", "documents", "validation", "policy", "constructs"],
  report: ["catalog", "model", "planning", "validation", "policy"],
  cli: [
    "core",
    "catalog",
    "model",
    "planning",
    "documents",
    "validation",
    "policy",
    "constructs",
    "blueprints",
    "report",
  ],
  pulumi: ["core", "catalog", "documents", "constructs", "blueprints"],
  testing: ["core", "catalog", "model", "documents", "validation", "policy"],
};
const names = Object.keys(rooms);

module.exports = {
  forbidden: [
    ...names.map((room) => ({
      name: `rooms-${room}`,
      comment: `${room} may import only: ${rooms[room].join(", ") || "nothing of ours"}`,
      severity: "error",
      from: { path: `^${room}/` },
      to: { path: `^(${names.filter((name) => name !== room && !rooms[room].includes(name)).join("|")})/` },
    })),
    {
      name: "constructs-see-findings-only",
      comment: "constructs make findings; they do not run rules",
      severity: "error",
      from: { path: "^constructs/" },
      to: { path: "^validation/(rules|reporters|engine)" },
    },
    {
      name: "examples-use-the-public-entry",
      comment: "an example is what a user would write: only the package's entry points",
      severity: "error",
      from: { path: "^examples/" },
      to: { path: `^(${names.join("|")})/`, dependencyTypesNot: ["aliased", "npm", "localmodule", "undetermined"] },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
  options: {
    // No tsConfig: its base folder would make our folder constructs/ hide the package constructs.
    tsPreCompilationDeps: true,
    exclude: { path: "(^|/)(node_modules|dist|cdktf\\.out)/" },
    enhancedResolveOptions: { conditionNames: ["source", "require", "node", "default"] },
  },
};
