export { Boundary, keyCustodyTiers, type BoundaryData, type KeyCustody } from "./boundary";
export { boundaryFrom, boundaryProfile, loadBoundary, PolicyFileError } from "./boundary-file";
export type { Coverage } from "./coverage";
export { runPolicy, type Obligation, type PolicyOptions, type PolicyResult } from "./engine";
export { profiles as boundaryProfiles } from "./profiles";
export type { PolicyOutcome, PolicyRule, PolicySubject, Stage, Weight } from "./rule";
export { policyRules } from "./rules";
export { SovereignBoundary, type EnforceOptions } from "./enforce";
export { loadWaivers, type AcceptedObligation, type Waiver, type WaiverFile } from "./waiver";
