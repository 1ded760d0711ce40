/** One thing that makes a document unreadable. */
export interface DocumentProblem {
  /** File, with the place in it where one is known: `stacks/a/cdk.tf.json: resource.aws_vpc`. */
  readonly path: string;
  /** What is wrong, in one sentence, lower case, without a full stop. */
  readonly message: string;
  /** How to mend it, as an instruction. */
  readonly fix: string;
}

/** Thrown when documents cannot be read; carries every problem that was found. */
export class DocumentError extends Error {
  constructor(/** Every problem that was found. */ readonly problems: readonly DocumentProblem[]) {
    super(problems.map(({ path, message, fix }) => `${path}: ${message}\n  fix: ${fix}`).join("\n"));
    this.name = "DocumentError";
  }
}
