import * as pulumi from "@pulumi/pulumi";

/** One registration as the engine would receive it. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly parent: string;
  readonly dependencies: readonly string[];
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  readonly deleteBeforeReplace: boolean;
  readonly version: string;
  readonly provider: string;
  readonly createTimeout: string;
}

/** What the SDK hands a mock. */
interface MockArgs {
  readonly type: string;
  readonly name: string;
  readonly custom?: boolean;
  readonly inputs: Record<string, unknown>;
}

/** The request to the engine, which carries the options that a mock is not told. */
interface RegisterRequest {
  getParent(): string;
  getDependenciesList(): string[];
  getProtect(): boolean | undefined;
  getIgnorechangesList(): string[];
  getDeletebeforereplace(): boolean;
  getVersion(): string;
  getProvider(): string;
  getCustomtimeouts(): { getCreate(): string } | undefined;
}

/** Attributes that the provider computes, in the shape of the SDK's outputs. */
function computed(type: string, name: string, inputs: Record<string, unknown>): Record<string, unknown> {
  const base = { arn: `arn:aws:mock:::${name}` };
  const named = { name: inputs["name"] ?? `${String(inputs["namePrefix"] ?? "made-up-")}1` };
  switch (type) {
    case "aws:eks/cluster:Cluster":
      return {
        ...base,
        certificateAuthority: { data: Buffer.from("certificate").toString("base64") },
        endpoint: "https://cluster.example.org",
        vpcConfig: { ...(inputs["vpcConfig"] as object), clusterSecurityGroupId: "sg-cluster" },
      };
    case "aws:ec2/vpcEndpoint:VpcEndpoint":
      return { ...base, networkInterfaceIds: ["eni-1", "eni-2"] };
    case "aws:lb/loadBalancer:LoadBalancer":
    case "aws:lb/targetGroup:TargetGroup":
      return { ...base, ...named, arnSuffix: `suffix/${name}` };
    case "aws:fsx/lustreFileSystem:LustreFileSystem":
      return { ...base, dnsName: "fs.example.org", mountName: "mount" };
    case "aws:ec2/launchTemplate:LaunchTemplate":
      return { ...base, latestVersion: 1 };
    case "aws:kms/key:Key":
      return { ...base, keyId: `${name}-id` };
    case "aws:route53/zone:Zone":
      return { ...base, zoneId: "Z1" };
    case "aws:sqs/queue:Queue":
      return { ...base, url: "https://queue.example.org" };
    case "aws:s3/bucket:Bucket":
      return { ...base, bucket: `${String(inputs["bucketPrefix"] ?? "")}1` };
    default:
      return { ...base, ...named };
  }
}

/** Runs a program under the SDK's mocks and returns what it registered, in order. */
export async function registrationsOf(
  program: () => unknown,
  answers: Readonly<Record<string, Record<string, unknown>>>,
): Promise<readonly Registration[]> {
  const registrations: Registration[] = [];
  let request: RegisterRequest | undefined;
  const runtime = pulumi.runtime as unknown as {
    getMonitor(): { registerResource(request: RegisterRequest, done: unknown): Promise<void> };
    setMocks(mocks: object, project: string, stack: string, preview: boolean): Promise<void>;
    disconnect(): Promise<void>;
    runInPulumiStack(run: () => Promise<unknown>): Promise<unknown>;
  };
  await runtime.setMocks(
    {
      newResource: ({ type, name, custom, inputs }: MockArgs) => {
        registrations.push({
          type,
          name,
          custom: custom ?? false,
          inputs,
          parent: request?.getParent() ?? "",
          dependencies: request?.getDependenciesList() ?? [],
          protect: request?.getProtect() ?? false,
          ignoreChanges: request?.getIgnorechangesList() ?? [],
          deleteBeforeReplace: request?.getDeletebeforereplace() ?? false,
          version: request?.getVersion() ?? "",
          provider: request?.getProvider() ?? "",
          createTimeout: request?.getCustomtimeouts()?.getCreate() ?? "",
        });
        return { id: `${name}-id`, state: { ...inputs, ...computed(type, name, inputs) } };
      },
      call: ({ token }: { readonly token: string }) => {
        const answer = answers[token];
        if (answer === undefined) throw new Error(`no answer for ${token}`);
        return answer;
      },
    },
    "factory",
    "test",
    false,
  );
  const monitor = runtime.getMonitor();
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (each, done) => {
    request = each;
    // The mock is called before the first wait, so the request is still the one it is told of.
    return register(each, done);
  };
  await runtime.runInPulumiStack(() => Promise.resolve(program()));
  // Registrations run on after the program has returned.
  await runtime.disconnect();
  return registrations;
}
