export { hourlyCost, type HourlyCost } from "./cost";
export { factorySummary } from "./text/summary";
export { textTable } from "./text/table";
