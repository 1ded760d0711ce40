/**
 * The part of the Pulumi SDK that this room uses, so that the library compiles without it: the SDK is an optional peer
 * of 111 MB. `npm run test:pulumi` compiles the room against the real SDK as well; this file is not published.
 */
declare module "@pulumi/pulumi" {
  export interface OutputInstance<T> {
    apply<U>(func: (value: T) => Input<U>): Output<U>;
  }
  export type Output<T> = OutputInstance<T>;
  export type Input<T> = T | Promise<T> | OutputInstance<T>;
  export type Inputs = Record<string, unknown>;

  export class Resource {
    private readonly __pulumiResource: true;
  }
  export interface CustomTimeouts {
    create?: string;
    update?: string;
    delete?: string;
  }
  export interface ResourceOptions {
    parent?: Resource;
    dependsOn?: Resource | Resource[];
    protect?: boolean;
    ignoreChanges?: string[];
    version?: string;
    customTimeouts?: CustomTimeouts;
    provider?: ProviderResource;
  }
  export interface CustomResourceOptions extends ResourceOptions {
    deleteBeforeReplace?: boolean;
  }
  export type ComponentResourceOptions = ResourceOptions;
  export interface InvokeOptions {
    parent?: Resource;
    provider?: ProviderResource;
    version?: string;
  }

  export abstract class CustomResource extends Resource {
    constructor(type: string, name: string, args?: Inputs, opts?: CustomResourceOptions);
    readonly id: Output<string>;
  }
  export abstract class ProviderResource extends CustomResource {
    constructor(pkg: string, name: string, args?: Inputs, opts?: ResourceOptions);
  }
  export class ComponentResource extends Resource {
    constructor(type: string, name: string, args?: Inputs, opts?: ComponentResourceOptions, remote?: boolean);
    protected registerOutputs(outputs?: Inputs): void;
  }

  export function output<T>(value: Input<T>): Output<T>;
  export function secret<T>(value: Input<T>): Output<T>;
  export function all(values: readonly unknown[]): Output<unknown[]>;
  export const Output: { isInstance(value: unknown): value is Output<unknown> };
  export namespace runtime {
    function invokeOutput<T>(token: string, args: Inputs, opts?: InvokeOptions): Output<T>;
  }
}
