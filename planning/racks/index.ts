export { failureDomains } from "./failure-domains";
export { planRacks } from "./plan-racks";
export { positionsOf } from "./positions";
export { switchFigures, systemFigures } from "./system-figures";
export type * from "./types";
