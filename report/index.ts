export { hourlyCost, type HourlyCost, type HourlySum } from "./cost";
export { factorySummary } from "./text/summary";
export { textTable } from "./text/table";
