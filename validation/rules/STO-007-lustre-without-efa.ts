import { lustreOffer, lustreRules, lustreThroughputMBps } from "../../catalog/aws/fsx-lustre";
import { findInstanceType } from "../../catalog/aws/instance-types";
import type { FactoryModel, FilesystemNode, PoolNode } from "../../model/types";
import { emittedBy, poolsMounting, regionOf } from "../reading";
import { lustreFilesystems, type EmittedLustre } from "../lustre";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

/** Above this AWS advises EFA, GB/s. */
const worthFromGBps = 10;

export const lustreWithoutEfa: Rule = {
  id: "STO-007-lustre-without-efa",
  family: "STO",
  title: "a fast Lustre filesystem that is mounted by EFA machines has EFA",
  severity: "warning",
  reads: "both",
  cause:
    "Over TCP a client reaches 100 Gbps, and 5 Gbps from each object server; over EFA 700 Gbps, with GPUDirect Storage " +
    "1,200. EFA is decided when the filesystem is made: adding it means a new filesystem and copying the data.",
  mend: "give the filesystem the pool's fabric before it is made, or take a smaller tier that TCP can carry",
  sources: [lustreRules().source],
  unknownMeans: "Whether the filesystem has EFA, or its size, is not known yet; the plan decides.",
  example: {
    fails: "38.4 TB at 1000 MB/s per TiB without EFA, mounted by p5en.48xlarge with a fabric",
    passes: "the same with efa_enabled, or 4.8 TB at 500 MB/s per TiB without",
  },
  *check({ model, documents }) {
    if (!model || !documents) return;
    const emitted = lustreFilesystems(documents);
    for (const node of model.filesystems) {
      const [resource] = emittedBy(node, documents, "aws_fsx_lustre_file_system");
      const filesystem = emitted.find((one) => one.resource === resource);
      const clients = clientsOf(node, model);
      if (filesystem && clients.length > 0) yield judge(filesystem, clients);
    }
  },
};

/** Pools with a fabric whose machines FSx serves over EFA. */
function clientsOf(filesystem: FilesystemNode, model: FactoryModel): readonly PoolNode[] {
  return poolsMounting(filesystem, model).filter(({ fabricDevicesPerNode, instanceType = "" }) => {
    const excluded = lustreRules().efaClientExclusions.includes(instanceType.split(".")[0] ?? "");
    const efa = findInstanceType(instanceType)?.efa !== undefined;
    return fabricDevicesPerNode > 0 && efa && !excluded;
  });
}

function judge(filesystem: EmittedLustre, clients: readonly PoolNode[]): Outcome {
  const { about, resource, efa, deploymentType, throughputPerTiB: tier, capacityGiB, facts } = filesystem;
  if (efa === true) return pass(about);
  const rate = tier ?? facts?.fixedThroughputPerTiB;
  if (efa === "unknown" || rate === "unknown" || capacityGiB === "unknown") {
    return unknown(about, { message: "whether the filesystem has EFA, or its throughput, is not known yet" });
  }
  if (rate === undefined || capacityGiB === undefined) return pass(about);
  const gbps = lustreThroughputMBps(capacityGiB, rate) / 1000;
  const region = regionOf(resource);
  const offered = region === undefined ? undefined : lustreOffer(region, "PERSISTENT_2")?.efa;
  if (gbps <= worthFromGBps || offered === false) return pass(about);
  const names = clients.map(({ id }) => id).join(", ");
  return fail(about, {
    message: `the filesystem has ${Number(gbps.toPrecision(3))} GB/s and no EFA, although ${names} has it`,
    given: `${String(deploymentType)} without EFA: ${lustreRules().perClientGbps.ena} Gbps per node`,
    allowed: `PERSISTENT_2 with EFA: ${lustreRules().perClientGbps.efa} Gbps per node`,
  });
}
