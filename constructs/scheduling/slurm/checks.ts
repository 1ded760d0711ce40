import type { Finding } from "../../../validation/finding";
import { concern, problem } from "../../aws/problem";
import { listedDevices } from "./config-files";
import { nodeSetPlan, partitionsOf, type NodeSetPlan } from "./plan";
import type { SlurmClusterProps } from "./props";

/** Everything that is wrong with the props of a SlurmCluster. */
export function checkSlurmClusterProps(props: SlurmClusterProps, path: string): Finding[] {
  const plans = props.nodes.map((nodes) => nodeSetPlan(nodes, props));
  return [
    ...checkNodes(plans, path),
    ...plans.flatMap((plan, index) => checkGres(plan, props, `${path}.nodes[${index}]`)),
    ...plans.flatMap((plan, index) => checkChannels(plan, props, `${path}.nodes[${index}]`)),
    ...plans.flatMap((plan, index) => checkRoom(plan, `${path}.nodes[${index}]`)),
    ...checkPartitions(props, plans, path),
    ...checkMounts(props, path),
    ...checkNames(props, path),
    ...checkAccounts(props, path),
    ...checkTopology(props, plans, path),
  ];
}

function checkNodes(plans: readonly NodeSetPlan[], path: string): Finding[] {
  const names = plans.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (plans.length > 0 && twice.length === 0) return [];
  return [
    problem("PLT-203-slurm-nodes", `${path}.nodes`, "Slurm needs nodes, each pool once", {
      given: names,
      allowed: "at least one pool, none twice",
      fix: twice.length > 0 ? "remove the repetition" : "give Slurm nodes, or leave it out",
    }),
  ];
}

function checkChannels({ name, pool, claimsChannels }: NodeSetPlan, props: SlurmClusterProps, path: string): Finding[] {
  if (!claimsChannels) return [];
  const findings: Finding[] = [];
  if (props.nvlinkImex !== true) {
    findings.push(
      problem("PLT-213-slurm-nvlink", `${path}.nvlinkDriver`, "the channels are there, but Slurm gives none to a job", {
        given: { nvlinkDriver: true, nvlinkImex: props.nvlinkImex ?? false },
        allowed: "both, or neither",
        fix: "set `nvlinkImex` of the cluster",
      }),
    );
  }
  if (pool.acceleratorVendor !== "nvidia") {
    findings.push(
      problem("PLT-213-slurm-nvlink", `${path}.nvlinkDriver`, `pool '${name}' has no NVLink that the driver knows`, {
        given: pool.acceleratorVendor ?? "unknown vendor",
        allowed: "pools with NVIDIA's accelerators",
        fix: "leave `nvlinkDriver` out of this pool",
      }),
    );
  }
  return findings;
}

function checkGres(plan: NodeSetPlan, props: SlurmClusterProps, path: string): Finding[] {
  const { pool, gres, nodeNames } = plan;
  const findings: Finding[] = [];
  if (pool.accelerators !== undefined && /\/mig-|\.shared$/.test(pool.accelerators.resourceName)) {
    return [
      problem("PLT-204-slurm-gres", path, `pool '${plan.name}' shares its accelerators, which Slurm does not see`, {
        given: pool.accelerators.resourceName,
        allowed: "whole accelerators",
        fix: "give Slurm a pool without sharing; Slurm shares by itself (MPS, shard)",
      }),
    ];
  }
  if (pool.accelerators !== undefined && gres === undefined) {
    findings.push(
      problem("PLT-204-slurm-gres", path, `nobody says how Slurm finds the accelerators of pool '${plan.name}'`, {
        given: pool.acceleratorVendor ?? "unknown vendor",
        allowed: "SlurmGres.autoDetect(…) or SlurmGres.files(…)",
        fix: "give 'gres'",
      }),
    );
  }
  if (gres !== undefined) {
    const { perNode = 0 } = pool.accelerators ?? {};
    if (!Number.isInteger(gres.count) || gres.count < 1 || gres.count > perNode) {
      findings.push(
        problem("PLT-204-slurm-gres", `${path}.gresCount`, `not the accelerators of a node of pool '${plan.name}'`, {
          given: gres.count,
          allowed: `1 to ${perNode}`,
          fix: "leave 'gresCount' out",
        }),
      );
    }
    const listed = listedDevices(plan);
    if (listed !== undefined && listed !== gres.count) {
      findings.push(
        problem("PLT-204-slurm-gres", `${path}.gres`, "the device files are not as many as the accelerators", {
          given: `${listed} files: ${gres.source.deviceFiles}`,
          allowed: `${gres.count}`,
          fix: "list one device file for each accelerator",
        }),
      );
    }
    if (!/^[A-Za-z0-9_.-]+$/.test(gres.type)) {
      findings.push(
        problem("PLT-204-slurm-gres", `${path}.gresType`, "not a name of a kind of accelerator", {
          given: gres.type,
          allowed: "letters, digits, '_', '.' and '-'",
          fix: "take a part of the name that the driver reports",
        }),
      );
    }
    const kinds = new Set(
      props.nodes.map((nodes) => nodeSetPlan(nodes, props).gres?.source.autoDetect).filter(Boolean),
    );
    if (nodeNames.length === 0 && kinds.size > 1) {
      findings.push(
        problem("PLT-204-slurm-gres", path, "nodes of several kinds of accelerator, and these have no names", {
          given: [...kinds],
          allowed: "names of the nodes: gres.conf then says by which way each is searched",
          fix: "divide the pools with 'nodeNames'",
        }),
      );
    }
    if (gres.source.autoDetect === "rsmi" && plan.image.startsWith("ghcr.io/slinkyproject/slurmd:")) {
      findings.push(
        concern("PLT-205-slurm-image", `${path}.image`, "Slinky's image of slurmd is not known to have ROCm SMI", {
          given: plan.image,
          allowed: "an image with ROCm SMI, or the device files",
          fix: "build slurmd with ROCm, or list the files: SlurmGres.files('/dev/dri/renderD[…]')",
        }),
      );
    }
  }
  return findings;
}

function checkRoom(plan: NodeSetPlan, path: string): Finding[] {
  const left = { cpus: plan.cpus, memoryGiB: plan.memoryGiB };
  const none = Object.entries(left).filter(([, value]) => value !== undefined && value < 1);
  if (none.length === 0) return [];
  return [
    problem("PLT-206-slurm-reserve", path, `nothing of a node of pool '${plan.name}' is left for jobs`, {
      given: Object.fromEntries(none),
      allowed: "at least one CPU and one GiB",
      fix: "lower 'reservedCpus' or 'reservedMemoryGiB'",
    }),
  ];
}

function checkPartitions(props: SlurmClusterProps, plans: readonly NodeSetPlan[], path: string): Finding[] {
  const partitions = partitionsOf(props);
  const pools = plans.map(({ name }) => name);
  const findings = partitions.flatMap((partition, index): Finding[] => {
    const unknown = partition.pools.filter((name) => !pools.includes(name));
    if (unknown.length === 0 && partition.pools.length > 0) return [];
    return [
      problem("PLT-207-slurm-partition", `${path}.partitions[${index}].pools`, "a partition needs pools of Slurm's", {
        given: partition.pools,
        allowed: pools,
        fix: "name pools that 'nodes' lists",
      }),
    ];
  });
  const names = partitions.map(({ name }) => name.toLowerCase());
  const bad = names.filter(
    (name, index) => !/^[\w-]+$/.test(name) || names.indexOf(name) !== index || name === "default",
  );
  if (bad.length > 0) {
    findings.push(
      problem("PLT-207-slurm-partition", `${path}.partitions`, "not a name of a partition, or one twice", {
        given: bad,
        allowed: "letters, digits, '_' and '-', each once, not 'default'",
        fix: "rename it",
      }),
    );
  }
  const defaults = partitions.filter(({ isDefault }) => isDefault === true).map(({ name }) => name);
  if (defaults.length > 1) {
    findings.push(
      problem("PLT-207-slurm-partition", `${path}.partitions`, "more than one partition takes jobs that name none", {
        given: defaults,
        allowed: "one",
        fix: "leave 'isDefault' at one of them",
      }),
    );
  }
  const idle = pools.filter((name) => !partitions.some((partition) => partition.pools.includes(name)));
  if (idle.length > 0) {
    findings.push(
      problem("PLT-207-slurm-partition", `${path}.partitions`, "nodes that no partition has get no job", {
        given: idle,
        allowed: "each pool in at least one partition",
        fix: "put them into a partition",
      }),
    );
  }
  return findings;
}

function checkMounts({ mounts = [], scratchHostPath }: SlurmClusterProps, path: string): Finding[] {
  const findings = mounts.flatMap(({ mountPath }, index): Finding[] => {
    const taken = mounts.findIndex((other) => other.mountPath === mountPath) !== index;
    const isPath = /^\/[\w.-]+(\/[\w.-]+)*$/.test(mountPath) && !mountPath.split("/").includes("..");
    if (isPath && !taken && !systemPaths.test(mountPath)) return [];
    return [
      problem("PLT-208-slurm-mount", `${path}.mounts[${index}].mountPath`, "not a place for a filesystem", {
        given: mountPath,
        allowed: "an absolute path that no other filesystem and not the system has: /scratch, /home",
        fix: "choose another path",
      }),
    ];
  });
  if (scratchHostPath !== undefined && !/^\/[\w.-]+(\/[\w.-]+)*$/.test(scratchHostPath)) {
    findings.push(
      problem("PLT-208-slurm-mount", `${path}.scratchHostPath`, "not a directory of the nodes", {
        given: scratchHostPath,
        allowed: "an absolute path of the nodes' own disks",
        fix: "give the mount point of the local NVMe disks",
      }),
    );
  }
  return findings;
}

const systemPaths = /^\/(bin|boot|dev|etc|lib|lib64|proc|root|run|sbin|sys|tmp|usr|var)(\/|$)/;

function checkNames({ clusterName, namespace, rest }: SlurmClusterProps, path: string): Finding[] {
  const label = /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/;
  const named = [
    { at: "clusterName", name: clusterName, isRight: label },
    { at: "namespace", name: namespace, isRight: label },
    ...(rest?.submitters ?? []).map(({ username }, index) => ({
      at: `rest.submitters[${index}].username`,
      name: username,
      isRight: /^[a-z][a-z0-9-]{0,30}$/,
    })),
  ];
  return named
    .filter(({ name, isRight }) => name !== undefined && !isRight.test(name))
    .map(({ at, name }) =>
      problem("PLT-209-slurm-name", `${path}.${at}`, "not a name that both Slurm and Kubernetes take", {
        given: name,
        allowed: "lower-case letters, digits and inner hyphens, a letter first, 40 at most (users 31)",
        fix: "choose another name",
      }),
    );
}

function checkAccounts({ accounting, enforceAccounts, partitions = [] }: SlurmClusterProps, path: string): Finding[] {
  const needs = [
    ...(enforceAccounts === true ? ["enforceAccounts"] : []),
    ...(partitions.some(({ allowAccounts }) => allowAccounts !== undefined) ? ["allowAccounts"] : []),
  ];
  if (accounting !== undefined || needs.length === 0) return [];
  return [
    problem("PLT-210-slurm-accounting", `${path}.accounting`, "accounts are known to Slurm's accounting only", {
      given: `${needs.join(", ")} without accounting`,
      allowed: "SlurmAccounting.inCluster(…), .withDatabase(…) or .withSlurmdbd(…)",
      fix: "give 'accounting'",
    }),
  ];
}

function checkTopology(props: SlurmClusterProps, plans: readonly NodeSetPlan[], path: string): Finding[] {
  const { topology } = props;
  const known = topology?.names ?? [];
  const findings = partitionsOf(props).flatMap((partition, index): Finding[] => {
    if (partition.topology === undefined || known.includes(partition.topology)) return [];
    return [
      problem("PLT-211-slurm-topology", `${path}.partitions[${index}].topology`, "the file has no such topology", {
        given: partition.topology,
        allowed: known,
        fix: "name one of the file's topologies, or add it",
      }),
    ];
  });
  if (topology === undefined) return findings;
  const placed = new Set(Object.keys(topology.nodeSpecs).map((name) => name.split(".")[0]));
  const unplaced = plans.flatMap(({ nodeNames }) => nodeNames).filter((name) => !placed.has(name));
  if (unplaced.length === 0) return findings;
  return [
    ...findings,
    problem("PLT-211-slurm-topology", `${path}.topology`, "nodes without a place in the topology get no job", {
      given: unplaced.slice(0, 5),
      allowed: "a place for each of Slurm's nodes",
      fix: "make the topology from networks that all of them are on",
    }),
  ];
}
