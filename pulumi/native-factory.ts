import * as pulumi from "@pulumi/pulumi";
import { PulumiBridgeError } from "./bridge-error";
import { blocksIn, Program } from "./program";
import { Registrar, type PluginVersions } from "./registrar";
import { readStacks } from "./synthesised";

/** The providers that every row of the token table was checked against. */
const checkedPlugins: PluginVersions = { aws: "7.48.0", kubernetes: "4.34.2" };

export interface NativeFactoryArgs {
  /** A synthesised app: what `synthesised()` returns, or the `cdktf.out` of a pipeline. */
  readonly folder: string;
  /**
   * Versions of Pulumi's provider plugins, by provider.
   * @default - the versions that the token table was checked against
   */
  readonly plugins?: Partial<PluginVersions>;
}

/**
 * A factory as native Pulumi resources: one component for each construct, resources of `@pulumi/aws` and
 * `@pulumi/kubernetes` below it. References between resources and stacks are Outputs; `depends_on`, `prevent_destroy`
 * (as `protect`), `ignore_changes` and timeouts are carried over.
 */
export class NativeFactory extends pulumi.ComponentResource {
  /** The factory's Terraform outputs, by stack and name. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, pulumi.Output<unknown>>>>>;

  /** @throws PulumiBridgeError where a type, a function or a block has no counterpart; names all of them */
  constructor(name: string, args: NativeFactoryArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("aifactory:index:Factory", name, {}, opts);
    const program = new Program(readStacks(args.folder));
    if (program.problems.length > 0) throw new PulumiBridgeError(program.problems);
    const registrar = new Registrar(this, program, { ...checkedPlugins, ...args.plugins });
    for (const stack of program.stacks) registrar.registerStack(stack);
    const outputs = program.stacks.map((stack) => {
      const named = blocksIn(stack.document["output"]).flatMap(([output, block]) => {
        // What the core made to carry a reference to another stack; inside one program the reference is direct.
        if (output.startsWith("cross-stack-output-")) return [];
        const value = registrar.outputOf(stack, output);
        return [[output, block["sensitive"] === true ? pulumi.secret(value) : pulumi.output(value)]];
      });
      return [stack.name, Object.fromEntries(named) as Record<string, pulumi.Output<unknown>>] as const;
    });
    this.outputs = Object.fromEntries(outputs.filter(([, named]) => Object.keys(named).length > 0));
    this.registerOutputs({ outputs: this.outputs });
  }
}
