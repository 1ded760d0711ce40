import type { IConstruct } from "constructs";
import type { FactoryModel } from "../../model";
import { boundaryProfile, SovereignBoundary, type Boundary, type EnforceOptions } from "../../policy";
import type { BoundaryProp } from "./boundary-prop";

/** Options of a factory's `enforce`. */
export type FactoryEnforceOptions = Omit<EnforceOptions, "model">;

/** The boundaries by which a factory is judged at synth. */
export class Enforcement {
  private readonly enforced = new Map<string, { boundary: Boundary; options: FactoryEnforceOptions }>();

  constructor(
    private readonly factory: IConstruct,
    private readonly model: () => FactoryModel,
  ) {}

  /** The boundary that was named first: the factory's own. */
  get first(): Boundary | undefined {
    return [...this.enforced.values()][0]?.boundary;
  }

  /** Judges by a boundary more; one of the same name is judged by once, with the options that were given last. */
  add(prop: BoundaryProp, options: FactoryEnforceOptions = {}): void {
    const boundary = typeof prop === "string" ? boundaryProfile(prop) : prop;
    const { name } = boundary.data;
    const isNew = !this.enforced.has(name);
    this.enforced.set(name, { boundary, options });
    if (!isNew) return;
    SovereignBoundary.of(this.factory).enforce(boundary, () => ({
      ...this.enforced.get(name)?.options,
      model: this.model,
    }));
  }
}
