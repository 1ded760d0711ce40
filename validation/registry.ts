import { Table } from "../catalog/lookup";
import type { Family } from "./rule";
import { rules } from "./rules";

/** What the families are about, in the order of the documentation. */
export const families: Readonly<Record<Family, string>> = {
  FAB: "fabric",
  PLC: "placement and NVLink domains",
  CAP: "capacity and reservations",
  QUO: "quotas",
  STO: "storage throughput, capacity and reachability",
  HYB: "links between sites and the cloud, bursts and what they move",
  NET: "network and addresses",
  ACC: "accelerator sharing and MIG",
  VER: "version matrix",
  PLT: "platform graph and custom resources",
  CST: "cost and budget",
  AVL: "availability and failure domains",
  OPS: "operations",
  SOV: "sovereignty",
  PWR: "power of racks and sites",
  CLG: "cooling",
  SRV: "serving",
  TEN: "teams and priorities",
  ACK: "acknowledgements",
};

/** All design rules by id; `get` throws UnknownNameError with what was probably meant. */
export const ruleTable = new Table("rule", rules, (rule) => rule.id);
