/** Checks registered arguments against the types of the real SDKs: one constant a registration, one line a constant. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Row {
  readonly type: string;
  readonly name: string;
  readonly inputs: unknown;
}

/** An output property of a class that a reference reads. */
export type Read = readonly [token: string, property: string];

export const sdkFolder = join(__dirname, "sdk");
const tsc = require.resolve("typescript/bin/tsc");

interface SdkClass {
  /** `@pulumi/aws/ec2/vpc`. */
  readonly module: string;
  readonly name: string;
}

/** The class behind a token: `aws:ec2/vpc:Vpc`, `kubernetes:storage.k8s.io/v1:StorageClass`. */
export function classOf(token: string): SdkClass {
  const [owner = "", middle = "", name = ""] = token.split(":");
  if (owner === "pulumi") return { module: `@pulumi/${name}/provider`, name: "Provider" };
  const file = name.charAt(0).toLowerCase() + name.slice(1);
  // The one file whose name is not its token's.
  const module = middle.replace("s3Location", "s3location");
  if (owner === "aws") return { module: `@pulumi/aws/${module}`, name };
  const folder = middle.replace("storage.k8s.io", "storage").replace("helm.sh", "helm");
  return { module: `@pulumi/kubernetes/${folder}/${file}`, name };
}

/** The declarations of the class; undefined where the SDK has none under that token. */
export function declarationsOf(token: string): string | undefined {
  const file = join(sdkFolder, "node_modules", `${classOf(token).module}.d.ts`);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** The token that the SDK's class itself registers. */
export function tokenInSdk(token: string): string | undefined {
  const file = join(sdkFolder, "node_modules", `${classOf(token).module}.js`);
  return existsSync(file) ? /__pulumiType = '([^']+)'/.exec(readFileSync(file, "utf8"))?.[1] : undefined;
}

/** Whether Pulumi would make up a name from the resource's own: the class takes a name and none is given. */
export function isNamedByPulumi({ type, inputs }: Row): boolean {
  const args = /export interface \w+Args \{([\s\S]*)/.exec(declarationsOf(type) ?? "")?.[1] ?? "";
  const given = inputs as Readonly<Record<string, unknown>>;
  if (type.startsWith("kubernetes:") && !type.startsWith("kubernetes:helm")) {
    return (given["metadata"] as Readonly<Record<string, unknown>> | undefined)?.["name"] === undefined;
  }
  return /^ {4}name\?:/m.test(args) && given["name"] === undefined && given["namePrefix"] === undefined;
}

/** Compiles the rows; returns a line for each row that is wrong, with the compiler's words. */
export function wrongRows(rows: readonly Row[], reads: readonly Read[], folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, "node_modules"))) {
    symlinkSync(join(sdkFolder, "node_modules"), join(folder, "node_modules"));
  }
  const classes = [...new Set([...rows.map((row) => row.type), ...reads.map(([token]) => token)])];
  const isHeld = new Set(classes.filter((token) => declarationsOf(token) !== undefined));
  const missing = classes.filter((token) => !isHeld.has(token)).map((token) => `no class in the SDK for ${token}`);
  const alias = (token: string) => `C${classes.indexOf(token)}`;
  const imports = [...isHeld].flatMap((token) => {
    const { module, name } = classOf(token);
    const found = `import type { ${name} as ${alias(token)}, ${name}Args as ${alias(token)}Args } from "${module}";`;
    return [found];
  });
  const checked = rows.filter((row) => isHeld.has(row.type));
  const constants = checked.map(
    (row, index) => `export const row${index}: ${alias(row.type)}Args = ${JSON.stringify(row.inputs)};`,
  );
  const properties = reads
    .filter(([token]) => isHeld.has(token))
    .map(([token, property], index) => `export const read${index} = (r: ${alias(token)}) => r.${property};`);
  const lines = [...imports, ...constants, ...properties];
  writeFileSync(join(folder, "rows.ts"), lines.join("\n"));
  const config = { strict: true, noEmit: true, skipLibCheck: true, module: "node16", target: "ES2022", types: [] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: config, files: ["rows.ts"] }));
  const errors = compile(join(folder, "tsconfig.json")).filter((line) => line.startsWith("rows.ts("));
  return [
    ...missing,
    ...errors.map((line) => {
      const number = Number(/^rows\.ts\((\d+),/.exec(line)?.[1]) - 1;
      const row = checked[number - imports.length];
      return `${row === undefined ? lines[number] : `${row.type} ${row.name}`}: ${line.slice(0, 400)}`;
    }),
  ];
}

/** Compiles the room and the example against the real SDK instead of the room's own declaration of it. */
export function roomErrors(root: string, folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true });
  const paths = { "@pulumi/*": [join(sdkFolder, "node_modules/@pulumi/*")] };
  const config = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: { paths, types: ["node"], typeRoots: [join(root, "node_modules/@types")] },
    include: [],
    files: [join(root, "pulumi/index.ts"), join(root, "test/pulumi/example.ts"), join(root, "test/pulumi/programs.ts")],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  // Errors of other rooms are the root compilation's business.
  return compile(join(folder, "tsconfig.json")).filter((line) => /(^|\/)pulumi\/[^(]*\(/.test(line));
}

function compile(config: string): readonly string[] {
  try {
    execFileSync(process.execPath, [tsc, "-p", config, "--pretty", "false"], {
      cwd: join(config, ".."),
      stdio: "pipe",
    });
    return [];
  } catch (error) {
    const output = String((error as { stdout?: Buffer }).stdout ?? error);
    return output.split("\n").filter((line) => line.includes("error TS"));
  }
}
