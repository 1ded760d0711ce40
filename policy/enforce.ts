import type { IConstruct } from "constructs";
import { TerraformStack } from "../core/cdktf";
import { documentsFromMemory } from "../documents/load";
import { factoryFileContent, type FactoryModel } from "../model";
import { formatFinding } from "../validation/finding";
import type { Boundary } from "./boundary";
import { boundaryProfile } from "./boundary-file";
import { runPolicy, type PolicyOptions, type PolicyResult } from "./engine";

/** Options of `SovereignBoundary.of(scope).enforce(…)`. */
export interface EnforceOptions extends Omit<PolicyOptions, "boundary" | "rules"> {
  /** Model of the factory: its sites are judged as well. @default - what the stacks emit alone */
  readonly model?: () => FactoryModel;
}

/**
 * A sovereign boundary over a tree of constructs, whoever wrote them: what its stacks emit is judged at synth, all of
 * them together. The same check on `cdktf.out` and on the plan is what a pipeline should rely on, since an app can
 * switch validations off.
 */
export class SovereignBoundary {
  private constructor(private readonly scope: IConstruct) {}

  /** The boundary of a tree: an app, a factory or one stack. */
  static of(scope: IConstruct): SovereignBoundary {
    return new SovereignBoundary(scope);
  }

  /**
   * Judges the stacks below the scope when the app is synthesised, also those that are added after this call; errors
   * stop synth, with every finding in the message.
   *
   * @param boundary a boundary, or the name of a profile
   * @param options the options, or what gives them when the app is synthesised
   * @throws PolicyFileError where there is no such profile
   */
  enforce(boundary: Boundary | string, options: EnforceOptions | (() => EnforceOptions) = {}): void {
    const resolved = typeof boundary === "string" ? boundaryProfile(boundary) : boundary;
    const validate = () =>
      this.judge(resolved, typeof options === "function" ? options() : options)
        .findings.filter(({ severity }) => severity === "error")
        .map(formatFinding);
    // The app's own validations run last, when every stack's aspects and overrides have been applied.
    this.scope.node.root.node.addValidation({ validate });
  }

  /** What the stacks below the scope emit now, judged; nothing is written and nothing stops. */
  judge(boundary: Boundary | string, { model, ...options }: EnforceOptions = {}): PolicyResult {
    const resolved = typeof boundary === "string" ? boundaryProfile(boundary) : boundary;
    const stacks = this.scope.node.findAll().filter((node) => TerraformStack.isStack(node));
    const emitted = stacks.map((stack) => [stack.node.id, stack.toTerraform() as unknown] as const);
    const factory = model === undefined ? undefined : (JSON.parse(factoryFileContent(model())) as unknown);
    const documents = documentsFromMemory(Object.fromEntries(emitted), factory);
    return runPolicy(documents, { ...options, boundary: resolved });
  }
}
