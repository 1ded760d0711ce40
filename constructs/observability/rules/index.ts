export { costFigures } from "./cost-rules";
export { filesystemFigures } from "./filesystem-rules";
export { factoryFigures, type LatencyObjective } from "./serving-rules";
export type { AlertRule, AlertSeverity, RecordingRule, RuleGroup } from "./rule";
