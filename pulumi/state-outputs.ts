import * as pulumi from "@pulumi/pulumi";

/** Where Terraform keeps the state of a stack. */
export class StateReference {
  /** A state file. @param path relative to the Pulumi program */
  static local(path: string): StateReference {
    return new StateReference("terraform:state:getLocalReference", { path });
  }

  /** A state in an S3 bucket; read with the credentials of the environment. */
  static s3(props: { readonly bucket: string; readonly key: string; readonly region: string }): StateReference {
    return new StateReference("terraform:state:getS3Reference", { ...props });
  }

  private constructor(
    /** Function of Pulumi's `terraform` provider. */
    readonly token: string,
    /** Arguments of that function. */
    readonly args: Readonly<Record<string, string>>,
  ) {}
}

/** Types that an output may be declared with. */
export interface OutputTypes {
  /** A text. */
  readonly string: string;
  /** A number. */
  readonly number: number;
  /** True or false. */
  readonly boolean: boolean;
  /** A list of texts. */
  readonly "string[]": readonly string[];
}

/** Outputs that are read, each with its type: `{ clusterName: "string" }`. */
export type OutputSchema = Readonly<Record<string, keyof OutputTypes>>;

/** The outputs as Pulumi values of the types that the schema names. */
export type StateOutputs<S extends OutputSchema> = { readonly [K in keyof S]: pulumi.Output<OutputTypes[S[K]]> };

/**
 * Outputs of a factory that was deployed with Terraform.
 *
 * @param schema the outputs to read and the type of each: `{ cluster_name: "string" }`
 * @returns each output of the schema; one that the state does not have, or that is of another type, fails the program
 */
export function stateOutputs<S extends OutputSchema>(
  reference: StateReference,
  schema: S,
  opts?: pulumi.InvokeOptions,
): StateOutputs<S> {
  const state = pulumi.runtime.invokeOutput<{ readonly outputs: Readonly<Record<string, unknown>> }>(
    reference.token,
    reference.args,
    opts,
  );
  const outputs = Object.entries(schema).map(([name, type]) => [
    name,
    state.apply(({ outputs }) => typedOutput(outputs, name, type)),
  ]);
  return Object.fromEntries(outputs) as StateOutputs<S>;
}

function typedOutput(outputs: Readonly<Record<string, unknown>>, name: string, type: keyof OutputTypes): unknown {
  if (!Object.hasOwn(outputs, name)) {
    const known = Object.keys(outputs).sort().join(", ");
    throw new Error(`the Terraform state has no output '${name}'; it has: ${known || "none"}`);
  }
  const value = outputs[name];
  if (!isOfType(value, type)) throw new Error(`the Terraform output '${name}' is not of type ${type}`);
  return value;
}

function isOfType(value: unknown, type: keyof OutputTypes): boolean {
  if (type !== "string[]") return typeof value === type;
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
