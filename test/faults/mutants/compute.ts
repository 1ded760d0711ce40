import { mutants, type Mutant } from "../mutant";
import { NotHere, type Json, type World } from "../world";

/** What the template targets; only a pool on reserved capacity has it. */
function target(template: Json): Json {
  const found = template["capacity_reservation_specification"]?.["capacity_reservation_target"] as Json | undefined;
  if (found === undefined) throw new NotHere("reserved capacity");
  return found;
}

const pluginCharts = ["nvidia-device-plugin", "gpu-operator"];

/** A pool of NVIDIA's accelerators. */
function acceleratorPool(world: World) {
  return world.part("pools", ({ accelerator }) => accelerator?.resourceName === "nvidia.com/gpu");
}

/** A pool whose nodes share an NVLink domain. */
function domainPool(world: World) {
  return world.part("pools", ({ nvlinkDomainNodes = 1 }) => nvlinkDomainNodes > 1);
}

/** A job with dates, on capacity that is there for December. */
function dated(world: World, startsAt: string, endsBy: string): void {
  const [job] = world.model.workloads;
  if (job === undefined) throw new NotHere("workloads");
  const { capacity } = world.part("pools", ({ id }) => job.poolIds.includes(id));
  Object.assign(capacity, { startsAt: "2026-12-05T11:30:00Z", endsAt: "2027-01-05T11:30:00Z" });
  Object.assign(job, { startsAt, endsBy });
}

function workload(world: World, kind: "training" | "inference") {
  return world.part("workloads", (each) => each.kind === kind);
}

/** Faults of pools, fabrics, capacity and accelerators. */
export const computeMutants: readonly Mutant[] = [
  ...mutants("FAB-001", {
    "one EFA interface is gone": (w) => fabricNodes(w).interfaces.pop(),
    "all interfaces are overridden away": (w) => (fabricNodes(w).template["network_interfaces"] = []),
    "an EFA interface becomes a plain one": (w) => (fabricNodes(w).interfaces[5]!["interface_type"] = "interface"),
    "two interfaces in one place": (w) => (fabricNodes(w).interfaces[3] = { ...fabricNodes(w).interfaces[2] }),
    "the primary interface is EFA-only": (w) => (fabricNodes(w).interfaces[0]!["interface_type"] = "efa-only"),
    "a card that the machine does not have": (w) => (fabricNodes(w).interfaces.at(-1)!["network_card_index"] = 40),
    "the machine is changed and the interfaces are not": (w) =>
      (fabricNodes(w).template["instance_type"] = "p5.48xlarge"),
    "a machine without EFA": (w) => (fabricNodes(w).template["instance_type"] = "g5.xlarge"),
    "there is no primary interface": (w) => fabricNodes(w).interfaces.shift(),
  }),
  ...mutants("FAB-002", {
    "the fabric's group no longer lets itself in": (w) => {
      fabricGroupOnly(w);
      w.remove("aws_vpc_security_group_ingress_rule", "fabric");
    },
    "the fabric's group no longer lets itself out": (w) => {
      fabricGroupOnly(w);
      w.remove("aws_vpc_security_group_egress_rule", "fabric");
    },
    "the fabric's group lets TCP only": (w) => {
      fabricGroupOnly(w);
      const rule = w.one("aws_vpc_security_group_ingress_rule", "fabric");
      Object.assign(rule, { ip_protocol: "tcp", from_port: 0, to_port: 65535 });
    },
    "the fabric's group lets an address range in instead": (w) => {
      fabricGroupOnly(w);
      const rule = w.one("aws_vpc_security_group_ingress_rule", "fabric");
      delete rule["referenced_security_group_id"];
      rule["cidr_ipv4"] = "100.64.0.0/16";
    },
  }),
  ...mutants("FAB-004", {
    "a fabric node asks for a public address": (w) =>
      (fabricNodes(w).interfaces[0]!["associate_public_ip_address"] = true),
  }),
  ...mutants("FAB-005", {
    "an EFA-only interface asks for an address": (w) => (w.gpu.interfaces[1]!["ipv4_address_count"] = 2),
    "an EFA-only interface asks for a prefix": (w) => (w.gpu.interfaces[2]!["ipv4_prefix_count"] = 1),
  }),
  ...mutants("FAB-010", {
    "security groups on the template as well": (w) =>
      (w.gpu.template["vpc_security_group_ids"] = ["sg-0123456789abcdef0"]),
  }),
  ...mutants("FAB-051", {
    "the fabric's nodes stand in two zones": (w) => {
      const { group } = w.gpu;
      if (w.gpu.interfaces.length < 2) throw new NotHere("a fabric");
      group["subnet_ids"] = w.cpu.group["subnet_ids"];
    },
  }),
  ...mutants("FAB-008", {
    "another machine joins the fabric, which cannot talk to the first": (w) => {
      const fabricPool = w.part("pools", ({ fabricResourceName }) => fabricResourceName === "vpc.amazonaws.com/efa");
      w.model.pools.push({ ...fabricPool, id: "p4d", instanceType: "p4d.24xlarge", path: "x/p4d", addresses: [] });
    },
  }),
  ...mutants("FAB-009", {
    "a training pool is taken off its fabric": (w) => {
      workload(w, "training");
      delete w.part("pools", ({ fabricId }) => fabricId !== undefined).fabricId;
    },
  }),
  ...mutants("CAP-001", {
    "part of the block": (w) => {
      if (w.gpu.group["capacity_type"] !== "CAPACITY_BLOCK") throw new NotHere("a block");
      w.gpu.group["scaling_config"]["min_size"] = 1;
    },
    "more than the block": (w) => {
      if (w.gpu.group["capacity_type"] !== "CAPACITY_BLOCK") throw new NotHere("a block");
      w.gpu.group["scaling_config"]["max_size"] = 32;
    },
  }),
  ...mutants("CAP-002", {
    "two groups on one block": (w) => {
      target(w.gpu.template);
      w.add("aws_eks_node_group", "node-group", "second", structuredClone(w.gpu.group));
    },
  }),
  ...mutants("CAP-003", {
    "a reservation of another machine": (w) => {
      const block = {
        instance_type: "p5.48xlarge",
        instance_count: 16,
        availability_zone: "eu-north-1a",
        instance_platform: "Linux/UNIX",
      };
      addInfra(w, "aws_ec2_capacity_reservation", "bought", { ...block, instance_match_criteria: "targeted" });
      retarget(w);
    },
    "a reservation in another zone": (w) => {
      const block = {
        instance_type: "p5en.48xlarge",
        instance_count: 16,
        availability_zone: "eu-north-1b",
        instance_platform: "Linux/UNIX",
      };
      addInfra(w, "aws_ec2_capacity_reservation", "bought", { ...block, instance_match_criteria: "targeted" });
      retarget(w);
    },
  }),
  ...mutants("CAP-004", {
    "a limited reservation without an end": (w) =>
      addInfra(w, "aws_ec2_capacity_reservation", "bought", {
        instance_type: "m7i.16xlarge",
        instance_count: 2,
        availability_zone: "eu-north-1a",
        instance_platform: "Linux/UNIX",
        end_date_type: "limited",
      }),
  }),
  ...mutants("CAP-005", {
    "the template forgets the block's market": (w) => {
      target(w.gpu.template);
      delete w.gpu.template["instance_market_options"];
    },
    "the template names no reservation": (w) => {
      target(w.gpu.template);
      delete w.gpu.template["capacity_reservation_specification"];
    },
    "the node group is on demand": (w) => {
      target(w.gpu.template);
      w.gpu.group["capacity_type"] = "ON_DEMAND";
    },
  }),
  ...mutants("CAP-009", {
    "a reservation that nothing uses": (w) =>
      addInfra(w, "aws_ec2_capacity_reservation", "idle", {
        instance_type: "p5.48xlarge",
        instance_count: 4,
        availability_zone: "eu-north-1a",
        instance_platform: "Linux/UNIX",
        instance_match_criteria: "targeted",
      }),
  }),
  ...mutants("CAP-012", {
    "Terraform keeps the block's desired size": (w) => {
      target(w.gpu.template);
      delete w.gpu.group["lifecycle"];
    },
  }),
  ...mutants("CAP-050", {
    "the smallest size is above the largest": (w) => (w.cpu.group["scaling_config"]["min_size"] = 99),
    "the desired size is above the largest": (w) => (w.cpu.group["scaling_config"]["desired_size"] = 99),
    "the system pool's sizes contradict each other": (w) =>
      (w.one("aws_eks_node_group", "system")["scaling_config"]["desired_size"] = 1),
  }),
  ...mutants("CAP-051", {
    "a type on spot that is sold in blocks": (w) => {
      w.cpu.group["capacity_type"] = "SPOT";
      w.cpu.template["instance_type"] = "trn2u.48xlarge";
    },
  }),
  ...mutants("CAP-054", {
    "a reservation by its name": (w) => (target(w.gpu.template)["capacity_reservation_id"] = "training"),
  }),
  ...mutants("CAP-055", {
    "the capacity ends before it starts": (w) => {
      const { capacity } = w.part("pools", ({ role }) => role !== "system");
      Object.assign(capacity, { startsAt: "2026-12-15T11:30:00Z", endsAt: "2026-12-01T11:30:00Z" });
    },
    "the capacity's start is no instant": (w) => {
      w.part("pools", ({ role }) => role !== "system").capacity.startsAt = "1 December";
    },
  }),
  ...mutants("CAP-007", {
    "a block of 15 days": (w) => {
      const { capacity } = w.part("pools", (pool) => pool.capacity.kind === "capacity-block");
      Object.assign(capacity, { startsAt: "2026-12-01T11:30:00Z", endsAt: "2026-12-16T11:30:00Z" });
    },
  }),
  ...mutants("CAP-010", {
    "training on spot without checkpoints": (w) => {
      const job = workload(w, "training");
      delete job.checkpointEveryMinutes;
      Object.assign(w.part("pools", ({ id }) => job.poolIds.includes(id)).capacity, { kind: "spot" });
    },
  }),
  ...mutants("CAP-057", {
    "a type on demand that has no such price": (w) => (w.cpu.template["instance_type"] = "p5e.48xlarge"),
  }),
  ...mutants("PLC-001", {
    "a strategy that the machine cannot have": (w) => {
      addInfra(w, "aws_placement_group", "near", { name: "near", strategy: "cluster" });
      w.cpu.template["instance_type"] = "vt1.24xlarge";
      w.cpu.template["placement"] = { group_name: "${aws_placement_group.near.name}" };
    },
  }),
  ...mutants("PLC-002", {
    "a placement group on a capacity block": (w) => {
      target(w.gpu.template);
      addInfra(w, "aws_placement_group", "near", { name: "near", strategy: "cluster" });
      w.gpu.template["placement"] = { group_name: "${aws_placement_group.near.name}" };
    },
  }),
  ...mutants("PLC-003", {
    "a spread group that is too small": (w) => {
      addInfra(w, "aws_placement_group", "apart", { name: "apart", strategy: "spread" });
      w.cpu.template["placement"] = { group_name: "${aws_placement_group.apart.name}" };
      w.cpu.group["scaling_config"]["max_size"] = 40;
    },
  }),
  ...mutants("PLC-005", {
    "fabric nodes on demand without a placement group": (w) => {
      target(w.gpu.template);
      delete w.gpu.template["capacity_reservation_specification"];
      delete w.gpu.template["instance_market_options"];
      w.gpu.group["capacity_type"] = "ON_DEMAND";
    },
  }),
  ...mutants("PLC-006", {
    "a cluster placement group over two zones": (w) => {
      addInfra(w, "aws_placement_group", "near", { name: "near", strategy: "cluster" });
      w.cpu.template["placement"] = { group_name: "${aws_placement_group.near.name}" };
    },
  }),
  ...mutants("ACC-001", {
    "the GPU nodes lose their taint": (w) => (w.gpu.group["taint"] = []),
    "an elastic pool loses its taint": (w) =>
      (w.part("pools", ({ capacity }) => capacity.kind === "elastic").taints = []),
  }),
  ...mutants("ACC-002", {
    "the system pool gets a taint, and the CPU pool too": (w) => {
      w.one("aws_eks_node_group");
      for (const [, group] of w.named("aws_eks_node_group")) {
        group["taint"] = [{ key: "nvidia.com/gpu", value: "present", effect: "NO_SCHEDULE" }];
      }
    },
  }),
  ...mutants("ACC-003", {
    "a training pool is shared among pods": (w) => {
      const job = workload(w, "training");
      w.part("pools", ({ id }) => job.poolIds.includes(id)).sharing = { kind: "mig", profile: "1g.18gb" };
    },
  }),
  ...mutants("ACC-053", {
    "an image without the driver": (w) => (w.gpu.group["ami_type"] = "AL2023_x86_64_STANDARD"),
    "an image of the other architecture": (w) => (w.cpu.group["ami_type"] = "AL2023_ARM_64_STANDARD"),
    "a GPU image on the system pool": (w) =>
      (w.one("aws_eks_node_group", "system")["ami_type"] = "AL2023_x86_64_NVIDIA"),
    "a machine of the other architecture": (w) => (w.cpu.template["instance_type"] = "m7g.16xlarge"),
    "the GPU pool gets Trainium machines": (w) => (w.gpu.template["instance_type"] = "trn2.48xlarge"),
  }),
  ...mutants("ACC-054", {
    "an image by its name": (w) => {
      delete w.cpu.group["ami_type"];
      w.cpu.template["image_id"] = "al2023-nvidia";
    },
    "an image beside an image type": (w) => (w.cpu.template["image_id"] = "ami-0123456789abcdef0"),
  }),
  ...mutants("ACC-060", {
    "user data in clear": (w) => (w.cpu.template["user_data"] = "#!/bin/bash\necho hello"),
  }),
  ...mutants("ACC-061", {
    "an instance profile in the template": (w) => (w.cpu.template["iam_instance_profile"] = { name: "nodes" }),
    "a subnet in the template": (w) =>
      (w.cpu.template["network_interfaces"] = [{ device_index: 0, subnet_id: "subnet-0123456789abcdef0" }]),
    "instance types beside the template's": (w) => (w.cpu.group["instance_types"] = ["m7i.8xlarge"]),
  }),
  ...mutants("AVL-001", {
    "all zones leave by one gateway": (w) => {
      const [first] = w.named("aws_nat_gateway");
      if (!first) throw new NotHere("NAT");
      for (const [, route] of w.named("aws_route")) {
        if (route["nat_gateway_id"] !== undefined) route["nat_gateway_id"] = `\${aws_nat_gateway.${first[0]}.id}`;
      }
    },
  }),
  ...mutants("AVL-002", {
    "one system node": (w) => {
      const group = w.one("aws_eks_node_group", "system");
      Object.assign(group["scaling_config"], { min_size: 1, desired_size: 1 });
      Object.assign(
        w.part("pools", ({ role }) => role === "system"),
        { minNodes: 1, desiredNodes: 1 },
      );
    },
    "system nodes in one zone": (w) => {
      const group = w.one("aws_eks_node_group", "system");
      group["subnet_ids"] = group["subnet_ids"].slice(0, 1);
      w.part("pools", ({ role }) => role === "system").zones.splice(1);
    },
  }),
  ...mutants("AVL-004", {
    "GPU nodes that nobody repairs": (w) => delete w.gpu.group["node_repair_config"],
    "no agent that sees broken nodes": (w) => {
      w.part("pools", ({ role, amiType }) => role === "accelerator" && amiType !== undefined);
      w.remove("aws_eks_addon", "monitoring-agent");
    },
  }),
  ...mutants("CAP-052", {
    "a block of a type that the region does not sell": (w) => {
      target(w.gpu.template);
      w.gpu.template["instance_type"] = "p6-b200.48xlarge";
    },
  }),
  ...mutants("CAP-056", {
    "part of an UltraServer": (w) => {
      target(w.gpu.template);
      w.gpu.template["instance_type"] = "p6e-gb200.36xlarge";
    },
  }),
  ...mutants("CAP-008", {
    "a training run that outlives its block": (w) => {
      const run = workload(w, "training");
      run.trainingTokens = 15e12;
      const { capacity } = w.part("pools", ({ id }) => run.poolIds.includes(id));
      if (capacity.kind !== "capacity-block") throw new NotHere("a block");
      Object.assign(capacity, { startsAt: "2026-12-01T11:30:00Z", endsAt: "2026-12-15T11:30:00Z" });
    },
  }),
  ...mutants("FAB-052", {
    "the fabric's group is of another VPC": (w) => {
      w.part("fabrics");
      w.one("aws_security_group", "fabric")["vpc_id"] = "${aws_vpc.other.id}";
      addInfra(w, "aws_vpc", "other", { cidr_block: "10.9.0.0/16" });
    },
  }),
  ...mutants("CAP-006", {
    "a job that begins before its nodes are there": (w) => dated(w, "2026-12-01T00:00:00Z", "2026-12-10T00:00:00Z"),
    "a job that runs on after its nodes are gone": (w) => dated(w, "2026-12-06T00:00:00Z", "2027-02-01T00:00:00Z"),
    "a job that begins when its nodes are gone": (w) => dated(w, "2027-01-06T00:00:00Z", "2027-02-01T00:00:00Z"),
  }),
  ...mutants("CAP-013", {
    "more blocks than an organisation can hold": (w) =>
      (w.part("pools", (pool) => pool.capacity.kind === "capacity-block").maxNodes = 4000),
  }),
  ...mutants("PLC-004", {
    "a pool that ends inside an NVLink domain": (w) => (domainPool(w).maxNodes -= 1),
    "jobs that may leave their NVLink domain": (w) => (domainPool(w).placement = "none"),
  }),
  ...mutants("ACC-005", {
    "the device plugin does not cut as the pool says": (w) => {
      acceleratorPool(w).sharing = { kind: "mig", profile: "1g.18gb" };
      const [operator] = w.named("helm_release").filter(([, block]) => block["chart"] === "gpu-operator");
      if (operator) w.values("gpu-operator", (values) => (values["mig"] = { strategy: "single" }));
    },
    "the MIG manager is off": (w) => {
      acceleratorPool(w).sharing = { kind: "mig", profile: "1g.18gb" };
      w.values("gpu-operator", (values) => (values["migManager"] = { enabled: false }));
    },
    "a sharing configuration that the device plugin does not have": (w) => {
      if (!w.named("helm_release").some(([, { chart }]) => pluginCharts.includes(chart))) throw new NotHere("a plugin");
      acceleratorPool(w).labels["nvidia.com/device-plugin.config"] = "gone";
    },
  }),
  ...mutants("ACC-055", {
    "a MIG layout that the GPU does not have": (w) => (w.gpu.group["labels"]["nvidia.com/mig.config"] = "all-1g.5gb"),
  }),
  ...mutants("ACC-056", {
    "a GPU shared by one pod": (w) => (acceleratorPool(w).sharing = { kind: "time-slicing", replicas: 1 }),
    "a GPU shared by more than MPS takes": (w) => (acceleratorPool(w).sharing = { kind: "mps", replicas: 64 }),
    "a GPU that is cut, and nobody says how": (w) => (acceleratorPool(w).sharing = { kind: "mig" }),
    "sharing of a device that cannot be shared": (w) => {
      const pool = acceleratorPool(w);
      Object.assign(pool.accelerator ?? {}, { resourceName: "habana.ai/gaudi", name: "Gaudi 3" });
      pool.sharing = { kind: "time-slicing", replicas: 4 };
    },
  }),
  ...mutants("AVL-003", {
    "what serves stands in one place": (w) => {
      const jobs = w.model.workloads.filter(({ kind }) => kind === "inference");
      if (jobs.length === 0 && w.model.intent !== "inference") throw new NotHere("serving");
      const ids = jobs.flatMap(({ poolIds }) => poolIds);
      for (const pool of w.model.pools) {
        if (pool.role !== "accelerator" || (ids.length > 0 && !ids.includes(pool.id))) continue;
        pool.zones = ["one"];
        pool.failureDomains = { racks: 1, largestShare: 1 };
        const groups = w.named("aws_eks_node_group", `${pool.id}_`);
        for (const [, group] of groups) group["subnet_ids"] = group["subnet_ids"].slice(0, 1);
        if (groups.length > 0) pool.zones = [];
      }
    },
  }),
  ...mutants("AVL-005", {
    "a job that wants more accelerators than there are": (w) => (workload(w, "training").accelerators = 900_000),
    "a job on every node of a machine room": (w) => {
      const job = workload(w, "training");
      delete job.accelerators;
      for (const pool of w.model.pools.filter(({ id }) => job.poolIds.includes(id))) {
        Object.assign(pool, { minNodes: 3000, maxNodes: 3000, spareNodes: 0 });
      }
    },
  }),
  ...mutants("QUO-002", {
    "more node groups than a cluster can have": (w) => {
      for (let index = 0; index < 40; index++) {
        w.add("aws_eks_node_group", "system", `more-${index}`, structuredClone(w.one("aws_eks_node_group", "system")));
      }
    },
    "more nodes than a group can have": (w) => (w.cpu.group["scaling_config"]["max_size"] = 5000),
  }),
];

/** Nodes of a pool that is joined by EFA. */
function fabricNodes(world: World): World["gpu"] {
  const { gpu } = world;
  if (gpu.interfaces.length < 2) throw new NotHere("a fabric");
  return gpu;
}

/** EKS's own group lets itself in and out as well; only without it is the fabric's group what counts. */
function fabricGroupOnly(world: World): void {
  world.part("fabrics", ({ kind }) => kind === "efa");
  for (const item of world.gpu.interfaces) {
    item["security_groups"] = (item["security_groups"] as string[]).filter((id) => id.includes("fabric"));
  }
}

function addInfra(world: World, type: string, name: string, block: Record<string, unknown>): void {
  const stack = Object.values(world.stacks).find((each) => each["resource"]?.["aws_vpc"] !== undefined);
  if (!stack) throw new NotHere("a network");
  (stack["resource"][type] ??= {})[name] = block;
}

/** Points the GPU pool's launch template to the reservation of the documents. */
function retarget(world: World): void {
  const { template, group } = world.gpu;
  target(template)["capacity_reservation_id"] = "${aws_ec2_capacity_reservation.bought.id}";
  delete template["instance_market_options"];
  group["capacity_type"] = "ON_DEMAND";
}
