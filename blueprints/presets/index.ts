export { fullStack, type FullStackProps } from "./full-stack";
export { llmServing, type LlmServingProps } from "./llm-serving";
export { llmTraining, type LlmTrainingProps } from "./llm-training";
export type { PresetDisks, PresetParts, PresetPool } from "./parts";
export type * from "./props";
export { researchPlatform, type ResearchPlatformProps } from "./research-platform";
export { cloudParts, onPremParts, type CloudPresetInfrastructure, type OnPremPresetOptions } from "./targets";
