import * as pulumi from "@pulumi/pulumi";

export interface HclModuleArgs {
  /** Values of the stack's Terraform variables. @default - none */
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/**
 * A whole stack as Pulumi's `hcl` package runs it: the Terraform providers and the configuration as they are. Needs
 * Pulumi CLI 3.256 or newer. The stack's backend is ignored; references to other stacks must be variables.
 */
export class HclModule extends pulumi.ComponentResource {
  /** The stack's Terraform outputs, by name; the engine sets it, so it has no initialiser. */
  declare readonly outputs: pulumi.Output<Readonly<Record<string, unknown>>>;

  /** @param source folder of the stack, with its `cdk.tf.json` */
  constructor(name: string, source: string, args: HclModuleArgs = {}, opts: pulumi.ComponentResourceOptions = {}) {
    super("hcl:index:Module", name, { source, inputs: args.inputs ?? {}, outputs: undefined }, opts, true);
  }
}

/** Runs the stack in the folder as one component. @param dir folder of the stack: `cdktf.out/stacks/<stack>` */
export function hclModule(
  name: string,
  dir: string,
  args: HclModuleArgs = {},
  opts: pulumi.ComponentResourceOptions = {},
): HclModule {
  return new HclModule(name, dir, args, opts);
}
