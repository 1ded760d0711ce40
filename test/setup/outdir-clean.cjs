const { rmSync } = require("node:fs");
module.exports = () => rmSync(process.env.AI_FACTORY_TEST_DIR, { recursive: true, force: true });
