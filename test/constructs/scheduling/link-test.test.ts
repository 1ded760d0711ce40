import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { linkTestShell } from "../../../constructs/scheduling/acceptance-scripts";

const folder = mkdtempSync(join(tmpdir(), "links-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs one node's part with a tool that answers `gbps` to every client; servers end at once. */
function run(me: number, nodes: number, options: { gbps?: number; devices?: number; tool?: string } = {}) {
  const place = mkdtempSync(join(folder, "run-"));
  const { gbps = 392, devices = 2 } = options;
  for (let index = 0; index < devices; index += 1) {
    mkdirSync(join(place, "verbs"), { recursive: true });
    mkdirSync(join(place, `sysfs/uverbs${index}`), { recursive: true });
    writeFileSync(join(place, `verbs/uverbs${index}`), "");
    writeFileSync(join(place, `sysfs/uverbs${index}/ibdev`), `mlx5_${index}\n`);
  }
  writeFileSync(join(place, "links.sh"), linkTestShell);
  const tool = join(place, "ib_write_bw");
  const log = join(place, "calls");
  writeFileSync(tool, `#!/bin/sh\necho "$*" >> ${log}\necho " 1048576  5000  395.1  ${gbps.toFixed(1)}  0.04"\n`);
  chmodSync(tool, 0o755);
  const { status, stdout } = spawnSync("bash", [join(place, "links.sh")], {
    encoding: "utf8",
    env: {
      PATH: process.env.PATH,
      LINK_TEST_TOOL: options.tool ?? tool,
      LINK_TEST_VERBS: join(place, "verbs"),
      LINK_TEST_SYSFS: join(place, "sysfs"),
      NODES: `${nodes}`,
      JOB_COMPLETION_INDEX: `${me}`,
      JOB_NAME: "run",
      SERVICE: "s",
      MIN_LINK_GBPS: "380",
    },
  });
  return { status, stdout };
}

describe("the link test", () => {
  test.each([2, 3, 4, 5, 7])("measures every adapter between every two of %i nodes, once", (nodes) => {
    const measured = Array.from({ length: nodes }, (_, me) => run(me, nodes).stdout)
      .join("")
      .split("\n")
      .flatMap((line) => /^link node (\d+) to node (\d+), (mlx5_\d): 392.0/.exec(line)?.slice(1).join(" ") ?? []);
    expect(new Set(measured).size).toBe(measured.length);
    expect(measured).toHaveLength(((nodes * (nodes - 1)) / 2) * 2);
  });

  test("names a link that is too slow, and fails", () => {
    const { status, stdout } = run(1, 2, { gbps: 195 });
    expect(status).toBe(1);
    expect(stdout).toContain("FAILED link: node 1 to node 0, mlx5_0: 195.0 Gb/s, needed 380");
    expect(stdout).toContain("FAILED: 2 links of node 1 are too slow");
  });

  test("fails where the image lacks the tool, or the pod a device", () => {
    expect(run(0, 2, { tool: "no-such-tool" })).toMatchObject({ status: 1 });
    expect(run(0, 2, { devices: 0 }).stdout).toContain("FAILED: no RDMA device is in the pod");
  });
});
