import fc from "fast-check";
import type { HybridFactoryProps } from "../../../blueprints";
import { DirectConnectPort, LinkPath, SiteAgent, SiteStore } from "../../../constructs/hybrid";
import type { RemoteNetworks } from "../../../constructs/cluster";
import { cloudPropsWith } from "./cloud-props";
import { optional, text, valuesWith, type Mistakes } from "./fuzz";
import { onPremPropsWith } from "./onprem-props";

/** Props whose single values are right, or now and then anything. Names of pools, buckets and classes belong together. */
export function hybridPropsWith(mistakes: Mistakes): fc.Arbitrary<HybridFactoryProps> {
  const { mostly, name, number, anyNumber } = valuesWith(mistakes, 30);
  const cidrBlock = mostly(
    fc.constantFrom("10.64.0.0/16", "10.65.0.0/16"),
    fc.oneof(
      text,
      fc.constantFrom("10.0.0.0/8", "10.1.0.0/16", "100.64.0.0/10", "0.0.0.0/0", "fd00::/64", "10.64.0.0/33"),
    ),
  );
  const asn = mostly(fc.constant(64520), anyNumber);
  const path = fc
    .record({
      kind: fc.constantFrom("vpn", "vpn", "ordered", "existing"),
      name,
      routerAddress: mostly(
        fc.integer({ min: 1, max: 250 }).map((last) => `203.0.113.${last}`),
        text,
      ),
      routerAsn: asn,
      location: mostly(fc.constantFrom("EqSK1", "EqSV5"), text),
      gbps: mostly(fc.constantFrom(10, 100), anyNumber),
      vlan: mostly(fc.integer({ min: 1, max: 4094 }), anyNumber),
      connectionId: mostly(fc.constant("dxcon-fgabc123"), text),
    })
    .map(({ kind, name, routerAddress, routerAsn, location, gbps, vlan, connectionId }) => {
      if (kind === "vpn") return LinkPath.vpn({ name, routerAddress, routerAsn });
      const port =
        kind === "ordered"
          ? DirectConnectPort.ordered({ location, gbps })
          : DirectConnectPort.existing({ connectionId, location, gbps });
      return LinkPath.directConnect({ name, port, vlan, routerAsn });
    });
  const dns = fc.record(
    {
      siteDomains: mostly(fc.constant<string[]>(["site.example.org"]), fc.array(text, { maxLength: 2 })),
      siteServers: mostly(fc.constant<string[]>(["10.64.0.2", "10.64.0.3"]), fc.array(text, { maxLength: 2 })),
      privateObjectStorage: optional(fc.boolean()),
    },
    { requiredKeys: ["siteDomains", "siteServers"] },
  );
  const dataClass = mostly(fc.constant("public"), text);
  const dataClasses = mostly(
    fc.array(
      fc.record(
        {
          name: dataClass,
          mayLeave: mostly(fc.constant(true), fc.constant(false)),
          regions: mostly(fc.constant(undefined), fc.array(text, { maxLength: 2 })),
        },
        { requiredKeys: ["name", "mayLeave"] },
      ),
      { minLength: 1, maxLength: 1 },
    ),
    fc.array(fc.record({ name: text, mayLeave: fc.boolean() }), { maxLength: 2 }),
  );
  const window = fc.record({
    opens: mostly(fc.constant("0 19 * * 1-5"), text),
    closes: mostly(fc.constant("0 6 * * 1-5"), text),
    timeZone: optional(mostly(fc.constant("Europe/Stockholm"), text)),
  });
  const burst = fc.record({
    pool: mostly(fc.constant(undefined), text),
    teams: fc.uniqueArray(
      fc.record({
        name,
        namespaces: fc.array(name, { minLength: 1, maxLength: 2 }),
        share: mostly(fc.constantFrom(undefined, 0.25), anyNumber),
      }),
      { selector: (team) => team.name, minLength: 1, maxLength: 2 },
    ),
    maxNodes: optional(number),
    budgetUsdPerHour: mostly(fc.constantFrom(undefined, 1e6), anyNumber),
    windows: optional(fc.array(window, { maxLength: 2 })),
    workloads: optional(
      fc.uniqueArray(
        fc.record({
          name,
          datasetGB: number,
          staged: optional(fc.boolean()),
          dailyChangeGB: optional(mostly(fc.constant(1), anyNumber)),
          resultGB: optional(number),
          computeHours: mostly(fc.constant(24), anyNumber),
          dataClass,
        }),
        { selector: (job) => job.name, maxLength: 2 },
      ),
    ),
    kubeconfigSecretName: optional(mostly(fc.constant("cloud"), text)),
  });
  const copy = fc.record({
    name,
    direction: fc.constantFrom("to-cloud" as const, "to-site" as const),
    dataClass,
    siteStore: fc
      .record({
        server: mostly(fc.constant("nfs.example.org"), text),
        path: mostly(fc.constant("/export"), text),
      })
      .map((where) => SiteStore.nfs(where)),
    bucket: mostly(fc.constant("datasets"), text),
    totalGB: number,
    dailyChangeGB: mostly(fc.constant(1), anyNumber),
    everyHours: mostly(fc.constantFrom(1, 24), anyNumber),
    prefix: optional(mostly(fc.constant("/in"), text)),
  });
  const agent = mostly(fc.constant("10.64.0.20"), text).map((address) => SiteAgent.activated({ name: "a", address }));
  const dataMovement = fc.record({
    agents: fc.array(agent, { minLength: 1, maxLength: 1 }),
    copies: fc.uniqueArray(copy, { selector: (each) => each.name, maxLength: 2 }),
  });

  return fc
    .record({
      site: onPremPropsWith(mistakes),
      cloud: cloudPropsWith(mistakes),
      small: fc.integer({ min: 0, max: 3 }).map((one) => one > 0),
      siteNetwork: fc.record({
        cidrBlocks: mostly(fc.constant<string[]>(["10.64.0.0/16"]), fc.array(cidrBlock, { maxLength: 2 })),
        podsRouted: optional(fc.boolean()),
      }),
      paths: fc.uniqueArray(path, {
        selector: ({ props }) => props.name,
        minLength: 1,
        maxLength: 2,
      }),
      awsAsn: optional(mostly(fc.constant(64513), anyNumber)),
      dns: optional(dns),
      hybridNodes: mostly(
        optional(fc.constant<RemoteNetworks>({ nodeCidrs: ["10.66.0.0/16"], podCidrs: ["10.245.0.0/16"] })),
        fc.record({ nodeCidrs: fc.array(cidrBlock, { maxLength: 2 }), podCidrs: optional(fc.array(cidrBlock)) }),
      ),
      dataClasses,
      burst: optional(burst),
      dataMovement: optional(dataMovement),
      boundary: mostly(fc.constant(undefined), fc.oneof(text, fc.constant("eu-strict"))),
    })
    .map((given): HybridFactoryProps => {
      const { site, small, paths, awsAsn, dns, burst, hybridNodes, ...rest } = given;
      // The cloud's own props are tried by themselves: mostly they are such that the rest can show.
      const cloud = small
        ? {
            region: "eu-north-1",
            zones: ["eu-north-1a", "eu-north-1b"],
            pools: [],
            elasticPools: [{ name: "burst", instanceTypes: ["g6e.12xlarge"], maxNodes: 4 }],
            buckets: [{ name: "datasets", purpose: "datasets" as const }],
          }
        : given.cloud;
      const pool = cloud.elasticPools?.[0]?.name ?? cloud.pools[0]?.name ?? "burst";
      return {
        ...rest,
        site,
        cloud,
        hybridNodes,
        link: { paths, awsAsn, dns },
        burst: burst && { ...burst, pool: burst.pool ?? pool },
      };
    });
}
