import type { FactoryModel, PoolNode } from "../../../model";
import { acceleratorCapacity, networkGbpsPerAccelerator, sum } from "../../facts/capacity";
import { bandwidth, capacity, count, decimal } from "../../text/units";
import { html, type Content } from "../markup";
import { kindName } from "../../names";
import { nodeRange, range } from "../quantities";
import type { ReportSubject, Section } from "../section";
import { table, unknown } from "../table";

/** Accelerators, their memory and arithmetic; then the pools. */
export function capacitySection({ model }: ReportSubject): Section | undefined {
  if (model.pools.length === 0) return undefined;
  const body = html`${accelerators(model)}${pools(model)}${teams(model)}`;
  return { id: "capacity", title: "Capacity", body };
}

function accelerators(model: FactoryModel): Content {
  const kinds = acceleratorCapacity(model);
  if (kinds.length === 0) return undefined;
  const known = (value: number | undefined, write: (value: number) => string) =>
    value === undefined ? unknown() : write(value);
  const rows = kinds.map((kind) => [
    kind.name,
    range(kind.minCount, kind.maxCount),
    known(kind.memoryGiB, capacity),
    known(kind.memoryBandwidthTBps, (value) => `${decimal(value)} TB/s`),
    known(kind.densePflops.bf16, decimal),
    known(kind.densePflops.fp8, decimal),
    kind.densePflops.fp4 === undefined ? "–" : decimal(kind.densePflops.fp4),
    known(kind.boardPowerKW, (value) => `${decimal(value)} kW`),
  ]);
  const dates = [...new Set(kinds.flatMap(({ row }) => (row === undefined ? [] : [row.asOf])))].sort();
  const columns = [
    { title: "Accelerator" },
    ...["Count", "Memory", "Memory bandwidth", "BF16 PFLOPS", "FP8 PFLOPS", "FP4 PFLOPS", "Board power"].map(
      (title) => ({
        title,
        number: true,
      }),
    ),
  ];
  return html`${table("Accelerators at the largest size of the pools", columns, rows)}
    <p class="note">
      Rates are the vendors' dense peaks, without
      sparsity${dates.length === 0 ? undefined : html`; catalogue facts of ${dates.join(", ")}`}. Board power is the
      limit of the accelerators alone: servers, network and cooling come on top.
    </p> `;
}

function pools(model: FactoryModel): Content {
  const rows = model.pools.map((pool) => [
    pool.id,
    pool.instanceType ?? pool.system ?? unknown("not stated"),
    nodeRange(pool),
    pool.accelerator === undefined ? "–" : `${nodeRange(pool, pool.accelerator.perNode)} × ${pool.accelerator.name}`,
    kindName(pool.capacity.kind),
    pool.zones.join(", ") || "–",
    pool.fabricGbpsPerNode === undefined
      ? "–"
      : `${bandwidth(pool.fabricGbpsPerNode)} in ${pool.fabricDevicesPerNode} devices`,
    perAccelerator(pool),
    pool.vCpus === undefined ? unknown() : count(pool.maxNodes * pool.vCpus),
    pool.localScratchGB === undefined ? "–" : `${decimal(pool.localScratchGB / 1000)} TB`,
  ]);
  const columns = [
    { title: "Pool" },
    { title: "Machine" },
    { title: "Nodes", number: true },
    { title: "Accelerators", number: true },
    { title: "Capacity" },
    { title: "Zones" },
    { title: "Fabric per node", number: true },
    { title: "Network per accelerator", number: true },
    { title: "vCPUs at most", number: true },
    { title: "Local scratch per node", number: true },
  ];
  const limits = model.pools.filter(({ sharing }) => sharing !== undefined);
  return html`${table("Pools", columns, rows)}${limits.map(
    ({ id, sharing }) =>
      html`<p class="note">
        ${id} shares its accelerators:
        ${[sharing?.kind, sharing?.profile, sharing?.replicas && `${sharing.replicas} replicas`].filter(Boolean).join(", ")}.
      </p>`,
  )}`;
}

function perAccelerator(pool: PoolNode): Content {
  const gbps = networkGbpsPerAccelerator(pool);
  if (pool.accelerator === undefined) return "–";
  return gbps === undefined ? unknown() : bandwidth(gbps);
}

function teams(model: FactoryModel): Content {
  if (model.teams.length === 0) return undefined;
  const total = sum(model.teams, ({ acceleratorQuota }) => acceleratorQuota ?? 0);
  const rows = model.teams.map(({ id, namespaces, acceleratorQuota }) => [
    id,
    namespaces.join(", "),
    acceleratorQuota === undefined ? "no limit" : count(acceleratorQuota),
  ]);
  const columns = [{ title: "Team" }, { title: "Namespaces" }, { title: "Accelerators", number: true }];
  return table(`Teams, with ${count(total)} accelerators between them`, columns, rows);
}
