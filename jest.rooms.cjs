// `npm run unit`: all tests of a folder with an `all.ts` are one suite. A suite loads jest, the core and the library
// anew: with one for each file that is two thirds of the time. While you work, `npx jest <path>` runs files one by one.
const { existsSync, readdirSync } = require("node:fs");
const { join } = require("node:path");
const config = require("./jest.config.cjs");

const tests = join(__dirname, "test");
const rooms = readdirSync(tests).filter((name) => existsSync(join(tests, name, "all.ts")));

/** @type {import('jest').Config} */
module.exports = {
  ...config,
  testMatch: [...config.testMatch, "<rootDir>/test/*/all.ts"],
  testPathIgnorePatterns: [
    ...config.testPathIgnorePatterns,
    ...rooms.map((name) => `<rootDir>/test/${name}/.*\\.test\\.ts$`),
  ],
};
