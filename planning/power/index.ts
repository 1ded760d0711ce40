export { airflowCfm, airflowM3PerHour, waterLitresPerMinute } from "./cooling";
export { planPower, type CoolingFigures, type PowerInput, type PowerPlan, type RackPower } from "./plan-power";
export { euReportingDuty, euReportingSources, euReportingThresholdKW } from "./reporting-duty";
export { sizeTransformers, sizeUps, type Redundancy, type SupplyUnits } from "./supply";
