import fc from "fast-check";
import type { OnPremFabric, OnPremFactoryProps } from "../../../blueprints";
import { accelerators, switches, systems } from "../../../catalog";
import { AcceleratorSharing, NodeSelection } from "../../../constructs/compute";
import { FabricAttachment, SubnetManager } from "../../../constructs/fabric";
import { optional, text, valuesWith, type Mistakes } from "./fuzz";

const anySystem = fc.oneof(text, fc.constantFrom(...systems().map(({ id }) => id)));
const anyAccelerator = fc.oneof(text, fc.constantFrom(...accelerators().map(({ id }) => id)));
const anySwitch = fc.oneof(text, fc.constantFrom(...switches().map(({ id }) => id)), fc.constant("0x400"));
const good = ["dgx-h100", "dgx-h200", "dgx-b200", "l40s-node", "mi300x-node", "gaudi3-node"];

/** Props whose single values are right, or now and then anything. Names of machines, pools and ports belong together. */
export function onPremPropsWith(mistakes: Mistakes): fc.Arbitrary<OnPremFactoryProps> {
  const { mostly, name, number, anyNumber, labels } = valuesWith(mistakes, 60);
  const cidrBlock = mostly(
    fc.constantFrom("10.200.0.0/16", "10.201.0.0/16"),
    fc.oneof(text, fc.constantFrom("10.0.0.0/8", "10.200.0.0/33", "fd00::/64", "0.0.0.0/0", "10.200.0.0/30")),
  );
  const figures = fc.record(
    {
      heightU: mostly(fc.constantFrom(2, 4, 8), anyNumber),
      maxPowerKW: mostly(fc.constantFrom(2, 6), anyNumber),
      weightKg: mostly(fc.constantFrom(40, 130), anyNumber),
      cooling: mostly(fc.constant("air" as const), fc.constantFrom("direct-liquid" as const, "immersion" as const)),
    },
    { requiredKeys: mistakes === "none" ? ["heightU", "maxPowerKW"] : [] },
  );
  const machines = fc.record(
    {
      name,
      system: mostly(fc.constantFrom(...good), anySystem),
      figures,
      count: mostly(fc.integer({ min: 2, max: 12 }), anyNumber),
      spares: mostly(fc.integer({ min: 0, max: 1 }), anyNumber),
      rackType: mostly(fc.constant("large"), text),
      maxPerRack: mostly(fc.constantFrom(1, 2), anyNumber),
      minRacks: mostly(fc.constantFrom(1, 2), anyNumber),
      nodeNames: mostly(fc.constant(undefined), fc.array(text, { maxLength: 3 })),
    },
    { requiredKeys: ["name", "count", "figures", "system"] },
  );
  const network = fc.record(
    {
      infiniBand: fc.boolean(),
      use: mostly(fc.constant("compute" as const), fc.constantFrom("storage" as const, "out-of-band" as const)),
      endpointGbps: mostly(fc.constant(400), anyNumber),
      leafSwitch: mostly(fc.constant(undefined), anySwitch),
      ports: mostly(fc.constantFrom(1, 2, 8), anyNumber),
      planes: mostly(fc.constant(1), anyNumber),
      tiers: mostly(fc.constantFrom(1 as const, 2 as const), fc.constant(3 as const)),
      oversubscription: mostly(fc.constantFrom(1, 2), anyNumber),
      railOptimised: fc.boolean(),
      nodesPerUnit: mostly(fc.constant(undefined), number),
    },
    { requiredKeys: ["infiniBand", "use", "endpointGbps", "leafSwitch", "ports"] },
  );
  const attachment = mostly(
    fc.constant(FabricAttachment.hostDevice()),
    anyNumber.chain((count) => fc.constantFrom(FabricAttachment.shared(count), FabricAttachment.sriov(count))),
  );
  const fabric = fc.record({
    network: mostly(fc.constant("net0"), text),
    interfaces: mostly(fc.constant(undefined), fc.array(text, { maxLength: 3 })),
    attachment: optional(attachment),
    instances: mostly(fc.constantFrom(1, 2), anyNumber),
    cidrBlock,
    routedRails: optional(fc.boolean()),
  });
  const taints = optional(
    fc.array(
      fc.record({
        key: mostly(fc.constant("example.org/mine"), text),
        value: optional(mostly(fc.constant("yes"), text)),
        effect: fc.constantFrom("NoSchedule" as const, "NoExecute" as const, "PreferNoSchedule" as const),
      }),
      { maxLength: 2 },
    ),
  );
  const ofPool = {
    nodes: mostly(fc.constant(undefined), anyNumber),
    selection: mostly(
      fc.constantFrom(undefined, NodeSelection.labelled()),
      fc.constantFrom(
        NodeSelection.byName([]),
        NodeSelection.byName(["", "constructor"]),
        NodeSelection.byPciDevice("gg"),
        NodeSelection.byPciDevice("10de"),
      ),
    ),
    vCpus: optional(number),
    memoryGiB: optional(number),
    labels,
    taints,
    networkGbpsPerNode: optional(number),
    usdPerNodeHour: optional(fc.record({ usd: number, asOf: text, source: text })),
  };
  const gpuPool = fc.record({
    ...ofPool,
    accelerator: mostly(fc.constant(undefined), anyAccelerator),
    acceleratorsPerNode: mostly(fc.constant(undefined), anyNumber),
    sharing: mostly(
      fc.constant(undefined),
      fc.oneof(
        text.map((profile) => AcceleratorSharing.mig(profile)),
        number.map((replicas) => AcceleratorSharing.timeSlicing(replicas)),
        number.map((replicas) => AcceleratorSharing.mps(replicas)),
      ),
    ),
    queued: mostly(fc.constantFrom(undefined, true), fc.constant(false)),
  });

  return fc
    .record({
      machines: fc.uniqueArray(machines, {
        selector: ({ name }) => name,
        minLength: 1,
        maxLength: 3,
      }),
      network: optional(network),
      fabric: optional(fabric),
      gpuPools: fc.array(gpuPool, { minLength: 3, maxLength: 3 }),
      poolName: mostly(fc.constant(undefined), text),
      cpuMachines: mostly(machines, fc.constant(undefined)),
      cpuPool: fc.record({
        ...ofPool,
        role: mostly(fc.constant("system" as const), fc.constantFrom("cpu" as const, undefined)),
      }),
      division: mostly(
        fc.constant(undefined),
        fc.array(fc.record({ pool: text, slurmNodes: number, kubernetesNodes: number }), { maxLength: 2 }),
      ),
      site: fc.record(
        {
          siteName: optional(mostly(name, text)),
          country: mostly(fc.constantFrom("NO", "SE"), text),
          pue: mostly(fc.constant(1.2), anyNumber),
          gridLimitKW: mostly(fc.constant(20_000), anyNumber),
          expectedLoad: mostly(fc.constant(0.7), anyNumber),
          networkRackType: mostly(fc.constant("large"), text),
          energyMix: mostly(fc.constant(undefined), fc.record({ carbonGPerKWh: anyNumber, source: text })),
        },
        { requiredKeys: ["country"] },
      ),
      rack: fc.record(
        {
          units: mostly(fc.constantFrom(42, 48), anyNumber),
          powerBudgetKW: mostly(fc.constant(80), anyNumber),
          cooling: mostly(fc.constant("rear-door" as const), fc.constantFrom("air" as const, "direct-liquid" as const)),
          count: mostly(fc.constant(undefined), anyNumber),
          maxWeightKg: mostly(fc.constant(undefined), anyNumber),
        },
        { requiredKeys: ["powerBudgetKW", "cooling"] },
      ),
      switchFigures: mostly(
        fc.constant({ maxPowerKW: 1.7, heightU: 2 }),
        fc.record({ maxPowerKW: anyNumber, heightU: anyNumber }, { requiredKeys: [] }),
      ),
      cluster: fc.record(
        {
          kubernetesVersion: mostly(fc.constantFrom("1.34", "1.35"), text),
          access: mostly(fc.constant("oslo"), text).map((context) => ({ kind: "kubeconfig" as const, context })),
          clusterName: optional(mostly(fc.constant("oslo"), text)),
          podCidrs: mostly(fc.constant<string[]>(["10.244.0.0/16"]), fc.array(cidrBlock, { maxLength: 2 })),
          serviceCidr: mostly(fc.constant("10.96.0.0/16"), cidrBlock),
          publicApi: optional(fc.boolean()),
        },
        { requiredKeys: ["kubernetesVersion", "access", "podCidrs", "serviceCidr"] },
      ),
      rest: fc.record(
        {
          gpuDriverInImage: optional(fc.boolean()),
          networkDriverInImage: optional(fc.boolean()),
          gpuDirectStorage: optional(fc.boolean()),
          nodeHealth: optional(fc.boolean()),
          amdDevicePluginImages: mostly<OnPremFactoryProps["amdDevicePluginImages"]>(
            fc.constant({ plugin: "registry.example.com/plugin:1", labeller: "registry.example.com/labeller:1" }),
            fc.constantFrom(undefined, { plugin: "", labeller: "x" }),
          ),
          monitoring: optional(fc.boolean()),
          storageClassName: optional(mostly(fc.constant("local-nvme"), text)),
          imageRegistry: optional(mostly(fc.constant("registry.example.com"), text)),
          chartRepository: optional(mostly(fc.constant("oci://registry.example.com/charts"), text)),
          acceptanceImage: optional(mostly(fc.constant("registry.example.com/pytorch:1"), text)),
        },
        { requiredKeys: ["amdDevicePluginImages"] },
      ),
    })
    .map((given): OnPremFactoryProps => {
      const { machines, gpuPools, cpuMachines, cpuPool, site, rack, poolName } = given;
      const cpu = cpuMachines && { ...cpuMachines, name: `${cpuMachines.name}-cpu`, system: undefined };
      const { infiniBand = true, use = "compute", ports, leafSwitch, ...figures } = given.network ?? {};
      const networkPorts = Object.fromEntries(machines.map(({ name }) => [name, ports ?? 0]));
      const model = leafSwitch ?? (infiniBand ? "QM9700" : "SN5600");
      const network = {
        name: "net0",
        use,
        technology: infiniBand ? ("infiniband" as const) : ("ethernet" as const),
        endpointGbps: 400,
        ...figures,
        leafSwitch: model,
        ports: networkPorts,
      };
      const fabrics =
        given.network && given.fabric
          ? [fabricOf(given.fabric, infiniBand, given.network.railOptimised === false ? 1 : (ports ?? 1))]
          : undefined;
      return {
        site: {
          ...site,
          racks: [{ name: "large", ...rack }],
          systems: cpu === undefined ? machines : [...machines, cpu],
          networks: given.network === undefined ? [] : [network],
          switchFigures: { [model]: given.switchFigures },
        },
        cluster: given.cluster,
        pools: machines.map(({ name }, index) => ({
          ...gpuPools[index],
          name: index === 0 ? (poolName ?? name) : name,
          fabric: fabrics?.[0]?.name,
        })),
        cpuPools: cpu && [{ ...cpuPool, name: cpu.name }],
        division: given.division,
        fabrics,
        ...given.rest,
      };
    });
}

function fabricOf(
  given: {
    readonly network: string;
    readonly interfaces: string[] | undefined;
    readonly attachment: FabricAttachment | undefined;
    readonly instances: number;
    readonly cidrBlock: string;
    readonly routedRails: boolean | undefined;
  },
  infiniBand: boolean,
  wanted: number,
): OnPremFabric {
  const { network, attachment, instances, cidrBlock, routedRails } = given;
  const rails = Number.isInteger(wanted) && wanted > 0 && wanted < 32 ? wanted : 1;
  const interfaceNames = given.interfaces ?? Array.from({ length: rails }, (_, index) => `if${index}`);
  const common = { name: "rdma", network, attachment, interfaceNames };
  return infiniBand
    ? { kind: "infiniband", ...common, subnetManager: SubnetManager.ufm(instances) }
    : { kind: "roce", ...common, cidrBlock, routedRails };
}
