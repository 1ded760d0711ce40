import type { KubernetesObject } from "../../../constructs/contracts";
import {
  burstNodes,
  burstQueues,
  checkBurst,
  MultiKueue,
  MultiKueueWorker,
  type BurstPolicy,
} from "../../../constructs/hybrid";
import { Kueue } from "../../../constructs/scheduling";
import { validateObject } from "../../../testing/kubernetes";
import { describeWithSchemas } from "../../support/kubernetes-schemas";
import { fakePool, gpuPool } from "../platform/fakes";

interface Cel {
  evaluate(expression: string, context: object): unknown;
}
// The package is published as ES modules only.
// eslint-disable-next-line @typescript-eslint/no-require-imports -- jest transforms what is required
const cel = require("@marcbachmann/cel-js") as Cel;

const policy: BurstPolicy = {
  teams: [
    { name: "vision", namespaces: ["vision"], share: 0.25 },
    { name: "language", namespaces: ["language", "speech"], share: 0.75 },
  ],
  maxNodes: 8,
  budgetUsdPerHour: 250,
  windows: [{ opens: "0 18 * * 1-5", closes: "0 7 * * 1-5", timeZone: "Europe/Stockholm" }],
  dataClasses: [
    { name: "public", mayLeave: true },
    { name: "patient", mayLeave: false },
  ],
  workloads: [{ name: "tuning", datasetGB: 1000, resultGB: 100, computeHours: 10, dataClass: "public" }],
};
const pool = gpuPool("burst");
const kueue = new Kueue({ pools: [fakePool("local")] });
const build = (change: Partial<BurstPolicy> = {}) =>
  new MultiKueue({ policy: { ...policy, ...change }, workerName: "cloud", pool, usdPerNodeHour: 60, kueue });
const manager = build();
const ofKind = (kind: string, objects: readonly KubernetesObject[] = manager.manifests) =>
  objects.filter((object) => object.kind === kind);

describeWithSchemas("the burst's objects", ({ schemas }) => {
  it("are accepted by the real definitions, on both clusters", () => {
    const worker = new MultiKueueWorker({ kueue });
    const objects = [...manager.manifests, ...worker.manifests];
    expect(objects.length).toBeGreaterThan(15);
    expect(objects.flatMap((object) => validateObject(object, schemas))).toEqual([]);
  });
});

describe("how much may burst", () => {
  it("is the least of pool, policy and budget", () => {
    expect(burstNodes(policy, { maxNodes: 16, usdPerNodeHour: 60 })).toBe(4);
    expect(burstNodes(policy, { maxNodes: 16, usdPerNodeHour: 10 })).toBe(8);
    expect(burstNodes(policy, { maxNodes: 2, usdPerNodeHour: 10 })).toBe(2);
    expect(burstNodes({ ...policy, budgetUsdPerHour: undefined }, { maxNodes: 16 })).toBe(8);
  });

  it("is divided among the teams, in accelerators of whole nodes' worth", () => {
    const quotas = ofKind("ClusterQueue").map(({ metadata, spec }) => {
      const [group] = (
        spec as { resourceGroups: { flavors: { resources: { name: string; nominalQuota: string }[] }[] }[] }
      ).resourceGroups;
      const resources = group?.flavors[0]?.resources ?? [];
      return [metadata.name, resources.find(({ name }) => name === "nvidia.com/gpu")?.nominalQuota];
    });
    // Four nodes of eight accelerators.
    expect(quotas).toEqual([
      ["burst-vision", "8"],
      ["burst-language", "24"],
    ]);
  });

  it("is the same on the worker, whose queues have the same names and namespaces", () => {
    expect(burstQueues(policy, { maxNodes: 16, usdPerNodeHour: 60 })).toEqual([
      { name: "burst-vision", namespaces: ["vision"], share: 0.0625 },
      { name: "burst-language", namespaces: ["language", "speech"], share: 0.1875 },
    ]);
    expect(ofKind("LocalQueue").map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual([
      "vision/burst-vision",
      "language/burst-language",
      "speech/burst-language",
    ]);
  });
});

describe("MultiKueue", () => {
  it("checks whole queues: Kueue refuses the check for single flavors", () => {
    for (const { spec } of ofKind("ClusterQueue")) {
      expect(spec).toMatchObject({ admissionChecksStrategy: { admissionChecks: [{ name: "burst" }] } });
      expect(JSON.stringify(spec)).not.toContain("onFlavors");
    }
  });

  it("finds the worker by a Secret that holds a kubeconfig, and writes none", () => {
    expect(ofKind("MultiKueueCluster")[0]?.spec).toEqual({
      clusterSource: { kubeConfig: { locationType: "Secret", location: "multikueue-cloud" } },
    });
    expect(ofKind("Secret")).toEqual([]);
  });

  it("opens and closes the queues at the stated times, with no right but that", () => {
    const jobs = ofKind("CronJob").map(({ spec }) => spec as { schedule: string; timeZone: string });
    expect(jobs).toMatchObject([
      { schedule: "0 18 * * 1-5", timeZone: "Europe/Stockholm" },
      { schedule: "0 7 * * 1-5", timeZone: "Europe/Stockholm" },
    ]);
    expect(JSON.stringify(jobs[1])).toContain('{\\"spec\\":{\\"stopPolicy\\":\\"Hold\\"}}');
    expect(ofKind("ClusterRole")[0]?.rules).toEqual([
      {
        apiGroups: ["kueue.x-k8s.io"],
        resources: ["clusterqueues"],
        resourceNames: ["burst-vision", "burst-language"],
        verbs: ["get", "patch"],
      },
    ]);
    expect(ofKind("CronJob", build({ windows: [] }).manifests)).toEqual([]);
    expect(build({ windows: [] }).images).toEqual([]);
  });

  it("gives the site's identity on the worker no right but to handle jobs", () => {
    const [role] = ofKind("ClusterRole", new MultiKueueWorker({ kueue }).manifests);
    const rules = role?.rules as { resources: string[]; verbs: string[] }[];
    const resources = rules.flatMap((rule) => rule.resources);
    expect(resources).not.toContain("secrets");
    expect(rules.flatMap((rule) => rule.verbs)).not.toContain("*");
    expect(resources).toEqual(expect.arrayContaining(["jobs", "jobs/status", "workloads", "workloads/status"]));
  });
});

describe("the guard of data classes", () => {
  const [guard] = ofKind("ValidatingAdmissionPolicy");
  const spec = guard?.spec as {
    matchConditions: { expression: string }[];
    validations: { expression: string }[];
  };
  const judge = (labels?: Record<string, string>) => {
    const object = { metadata: labels === undefined ? {} : { labels } };
    const asked = cel.evaluate(spec.matchConditions[0]!.expression, { object });
    return asked === true ? cel.evaluate(spec.validations[0]!.expression, { object }) : "not asked";
  };
  const queue = (name: string) => ({ "kueue.x-k8s.io/queue-name": name });

  it.each([
    ["a job without labels", undefined, "not asked"],
    ["a job that stays", queue("default"), "not asked"],
    ["a burst without a class", queue("burst-vision"), false],
    ["a burst with data that must stay", { ...queue("burst-vision"), "ai-factory/data-class": "patient" }, false],
    ["a burst with a class that nobody named", { ...queue("burst-vision"), "ai-factory/data-class": "secret" }, false],
    ["a burst with data that may leave", { ...queue("burst-vision"), "ai-factory/data-class": "public" }, true],
  ])("judges %s", (_, labels, verdict) => expect(judge(labels)).toBe(verdict));
});

describe("a burst that is refused", () => {
  const link = { gbps: 10, usdPerGBOut: 0.04 };
  const facts = { name: "burst", maxNodes: 8, usdPerNodeHour: 60 };
  const rules = (change: Partial<BurstPolicy>, on: Partial<typeof facts> = {}) =>
    checkBurst({ ...policy, ...change }, { ...facts, ...on }, link, "burst").map(({ rule }) => rule);
  const work = { name: "tuning", datasetGB: 1000, resultGB: 100, computeHours: 10, dataClass: "public" };

  it("is none of the good ones", () => expect(rules({})).toEqual([]));

  it.each<[string, Partial<BurstPolicy>, string, Partial<typeof facts>]>([
    ["no team", { teams: [] }, "HYB-020-burst-teams", {}],
    ["a team without a namespace", { teams: [{ name: "a", namespaces: [] }] }, "HYB-020-burst-teams", {}],
    ["a name that is no label", { teams: [{ name: "A Team", namespaces: ["a"] }] }, "HYB-020-burst-teams", {}],
    ["shares of more than all", { teams: [{ name: "a", namespaces: ["a"], share: 1.5 }] }, "HYB-020-burst-teams", {}],
    ["no node", { maxNodes: 0 }, "HYB-021-burst-size", {}],
    ["a budget below one node", { budgetUsdPerHour: 50 }, "HYB-022-burst-budget", {}],
    ["a budget without a price", {}, "HYB-022-burst-budget", { usdPerNodeHour: undefined as unknown as number }],
    ["a window that is no time", { windows: [{ opens: "at night", closes: "0 7 * * *" }] }, "HYB-023-burst-window", {}],
    ["a window of no length", { windows: [{ opens: "0 7 * * *", closes: "0 7 * * *" }] }, "HYB-023-burst-window", {}],
    [
      "no class that may leave",
      { dataClasses: [{ name: "x", mayLeave: false }], workloads: [] },
      "HYB-024-data-classes",
      {},
    ],
    [
      "a class that is no label",
      { dataClasses: [{ name: "top secret'", mayLeave: true }], workloads: [] },
      "HYB-024-data-classes",
      {},
    ],
    ["data that must stay", { workloads: [{ ...work, dataClass: "patient" }] }, "HYB-003-data-class", {}],
    ["data that nobody classed", { workloads: [{ ...work, dataClass: "other" }] }, "HYB-003-data-class", {}],
    ["no time to compute", { workloads: [{ ...work, computeHours: 0 }] }, "HYB-025-burst-workload", {}],
    [
      "data that takes longer than the job",
      { workloads: [{ ...work, datasetGB: 100_000 }] },
      "HYB-002-burst-bandwidth",
      {},
    ],
    [
      "a staged dataset that changes too fast",
      { workloads: [{ ...work, staged: true, dailyChangeGB: 200_000 }] },
      "HYB-002-burst-bandwidth",
      {},
    ],
  ])("has %s", (_, change, rule, on) => expect(new Set(rules(change, on))).toEqual(new Set([rule])));

  it("says how long data and job take, and what link would do", () => {
    const [finding] = checkBurst({ ...policy, workloads: [{ ...work, datasetGB: 100_000 }] }, facts, link, "burst");
    expect(finding).toMatchObject({
      path: "burst.workloads[0]",
      given: "27.8 hours under way at 8.00 Gbps, 10.0 hours of computing",
      allowed: "data that moves within 10.0 hours: a link of 27.8 Gbps",
    });
  });
});
