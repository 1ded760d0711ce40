import { LustreDeployment } from "../../../constructs/storage";
import type { FilesystemNode } from "../../../model/types";
import { lustreStorage } from "../../../validation/rules/QUO-003-lustre-storage";
import { check, describeRule, type Mutable } from "../support/describe-rule";
import { emptyModel } from "../support/model";
import { awsSite } from "../support/site";

function filesystem(id: string, capacityGiB: number): Mutable<FilesystemNode> {
  return {
    id,
    path: `factory/${id}`,
    addresses: [],
    siteId: "eu-north-1",
    kind: "lustre",
    use: "scratch",
    deploymentType: LustreDeployment.persistent2(250).toString(),
    capacityGiB,
    zones: ["eu-north-1a"],
    rdma: true,
    gpuDirect: false,
    mountedByPoolIds: [],
    linkedBucketIds: [],
  };
}

function factory() {
  const site = awsSite();
  const filesystems = [filesystem("scratch", 76_800), filesystem("weights", 19_200)];
  return { site, filesystems, model: emptyModel({ sites: [site], filesystems }) };
}

describeRule(lustreStorage, {
  passing: factory,
  stillPasses: {
    "a scratch filesystem beside them, which has a quota of its own": ({ model }) =>
      model.filesystems.push({
        ...filesystem("temporary", 50_400),
        deploymentType: LustreDeployment.scratch2().toString(),
      }),
    "twice as much, and a raised quota": ({ filesystems, site }) => {
      Object.assign(filesystems[1] ?? {}, { capacityGiB: 76_800 });
      site.accountLimits = { "L-8F1B9C74": 160_000 };
    },
  },
  mutations: {
    "a larger filesystem": {
      change: ({ filesystems }) => Object.assign(filesystems[1] ?? {}, { capacityGiB: 38_400 }),
      finds: /needs 115200 GiB .* a new account has 100800/,
    },
    "a lower limit of the account": ({ site }) => (site.accountLimits = { "L-8F1B9C74": 50_000 }),
    "one filesystem too many": ({ site }) => (site.accountLimits = { "L-FD6F2F22": 1 }),
  },
});

describe("QUO-003 on other filesystems", () => {
  it("leaves EFS and OpenZFS alone", () => {
    const input = factory();
    for (const each of input.filesystems) delete each.deploymentType;
    expect(check(lustreStorage, input).rules[0]).toMatchObject({ pass: 0, fail: 0, unknown: 0 });
  });
});
