// One temporary folder per run, removed at the end: cdktf itself never removes its output folders.
const { mkdtempSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
module.exports = () => {
  process.env.AI_FACTORY_TEST_DIR = mkdtempSync(join(tmpdir(), "ai-factory-test-"));
};
