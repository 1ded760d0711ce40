/** @type {import('jest').Config} */
module.exports = {
  // jest leaves one core idle by default; the suite has nothing else to wait for.
  maxWorkers: "100%",
  // Five seconds, jest's own limit, are soon over on a machine that others use.
  testTimeout: 60_000,
  testEnvironment: "node",
  testEnvironmentOptions: { customExportConditions: ["source", "require", "node", "node-addons"] },
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/e2e/"],
  // cel-js is published as ES modules only, which jest cannot load as they are.
  transformIgnorePatterns: ["/node_modules/(?!@marcbachmann/cel-js/)"],
  transform: {
    "^.+\\.[tj]s$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
  setupFiles: ["<rootDir>/test/setup/no-creation-stacks.cjs"],
  globalSetup: "<rootDir>/test/setup/outdir.cjs",
  globalTeardown: "<rootDir>/test/setup/outdir-clean.cjs",
};
