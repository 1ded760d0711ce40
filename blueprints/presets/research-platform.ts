import type { IPlatformComponent } from "../../constructs/contracts";
import { throwErrors } from "../../validation";
import { checkShape } from "../props-shape";
import type { PresetParts } from "./parts";
import type { PresetProps } from "./props";
import { research } from "./research";
import { watching } from "./watching";

/** A research platform takes what every preset takes in which people work on data, and no more. */
export type ResearchPlatformProps = PresetProps;

/**
 * A platform for research: teams with queues, rights and a place for their data, notebooks that give their accelerators
 * back, pipelines, recorded runs, dashboards and logs.
 *
 * @throws FactoryError where the factory lacks a pool, a bucket or a component that the preset needs
 */
export function researchPlatform(parts: PresetParts, props: ResearchPlatformProps): readonly IPlatformComponent[] {
  throwErrors(checkShape("ResearchPlatformProps", props, "researchPlatform"));
  return [...research(parts, props).components, ...watching(parts, props)];
}
