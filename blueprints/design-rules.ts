import { documentsFromMemory } from "../documents";
import { Annotations, type TerraformStack } from "../core/cdktf";
import { factoryFileContent, type FactoryModel } from "../model";
import {
  designRules,
  FactoryError,
  formatFinding,
  runRules,
  subjectOf,
  type Acknowledgement,
  type Rule,
} from "../validation";

export interface DesignRulesProps {
  /** Stacks of the factory; the last one is where the rules run, when all of them are complete. */
  readonly stacks: readonly TerraformStack[];
  /** Gives the factory model when all stacks are complete. */
  readonly model: () => FactoryModel;
  /**
   * Findings that somebody answers for. Their expiry is judged by `aifactory check`, because synth knows no date.
   * @default - none
   */
  readonly acknowledgements?: readonly Acknowledgement[];
  /** Rules to judge by: your own, or the library's with yours. @default - the library's design rules */
  readonly rules?: readonly Rule[];
}

/**
 * Judges a factory by the design rules at synth, on what will be written: errors stop it, all in one FactoryError;
 * warnings become annotations.
 */
export function enforceDesignRules(props: DesignRulesProps): void {
  const last = props.stacks.at(-1);
  last?.node.addValidation({
    validate: () => {
      const { findings } = checkStacks(props);
      const errors = findings.filter(({ severity }) => severity === "error");
      for (const finding of findings) {
        if (finding.severity === "warning") Annotations.of(last).addWarning(formatFinding(finding));
      }
      // Thrown, not returned: the core prefixes each returned message with the stack's path, which is not where it is.
      if (errors.length > 0) throw new FactoryError(errors);
      return [];
    },
  });
}

function checkStacks({ stacks, model, acknowledgements, rules = designRules }: DesignRulesProps) {
  const emitted = stacks.map((stack) => [stack.node.id, JSON.parse(JSON.stringify(stack.toTerraform()))] as const);
  const factory: unknown = JSON.parse(factoryFileContent(model()));
  return runRules(rules, subjectOf(documentsFromMemory(Object.fromEntries(emitted), factory)), {
    acknowledgements,
    judgesExpiry: false,
  });
}
