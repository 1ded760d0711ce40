import { problem } from "../constructs/aws/problem";
import { DocumentError, documentsFromMemory, type Documents } from "../documents";
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
  type Subject,
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
  return runRules(rules, subjectAtSynth(documentsFromMemory(Object.fromEntries(emitted), factory)), {
    acknowledgements,
    judgesExpiry: false,
  });
}

/** What a construct puts into the model and only Terraform knows is left out of it; it may be what the model needs. */
function subjectAtSynth(documents: Documents): Subject {
  try {
    return subjectOf(documents);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    throw new FactoryError(
      error.problems.map(({ path, message }) =>
        problem("PRP-003-model-value", path, `what a construct says of itself in the factory model ${message}`, {
          allowed: "a value that is known when the program runs",
          fix: "write the value out in the props of that construct, in place of one that only Terraform knows",
        }),
      ),
    );
  }
}
