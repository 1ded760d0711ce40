export { hourlyCost, type HourlyCost, type HourlySum } from "./cost";
export { htmlReport } from "./html/page";
export type { ReportSovereignty, ReportSubject } from "./html/section";
export { factorySummary } from "./text/summary";
export { textTable } from "./text/table";
