import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";

/** The programs and folders that an end-to-end run needs. */
export interface Toolchain {
  /** Path of the terraform (or tofu) binary. */
  readonly terraform: string;
  /** Folder that holds `registry.terraform.io/hashicorp/aws/<version>/…`. */
  readonly pluginMirror: string;
  /** A Python that can import moto's server. */
  readonly python: string;
  /** Folder with `motoplus.py` and `tlsproxy.py`; absent: plain moto. */
  readonly simulator?: string;
}

export interface ToolchainOptions {
  /** Environment that programs are looked for in. @default - the environment of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** Where the extended simulator may stand. @default - `../shared/aws-simulator` beside the current folder */
  readonly simulator?: string;
}

/** Either everything that is needed, or what is missing and how to get it. */
export type ToolchainSearch =
  | { readonly toolchain: Toolchain; readonly missing: readonly [] }
  | { readonly toolchain?: undefined; readonly missing: readonly string[] };

/**
 * Looks for terraform, the provider plugins, Python with moto, and the extended simulator.
 * Overrides: `TERRAFORM_BINARY_NAME`, `AI_FACTORY_PLUGIN_MIRROR`, `AI_FACTORY_PYTHON` and `AI_FACTORY_AWS_SIMULATOR`
 * (a folder, or `none` for plain moto).
 */
export function findToolchain(options: ToolchainOptions = {}): ToolchainSearch {
  const env = options.env ?? process.env;
  const terraformName = env.TERRAFORM_BINARY_NAME || "terraform";
  const terraform = findProgram(terraformName, env);
  const pluginMirror = findPluginMirror(env);
  const simulator = findSimulator(env, options.simulator);
  const python = findPython(env, simulator !== undefined);
  if (terraform && pluginMirror && python && simulator !== "not there") {
    return { toolchain: { terraform, pluginMirror, python, simulator }, missing: [] };
  }
  const missing: string[] = [];
  if (simulator === "not there") {
    missing.push(`AI_FACTORY_AWS_SIMULATOR=${env.AI_FACTORY_AWS_SIMULATOR}: no motoplus.py and tlsproxy.py in it`);
  }
  if (!terraform) missing.push(`${terraformName}: not on the PATH; install it, or set TERRAFORM_BINARY_NAME`);
  if (!pluginMirror) {
    missing.push(
      "a mirror of Terraform plugins with hashicorp/aws: run `terraform providers mirror DIR` in a synthesised stack " +
        "and unpack the archives, or set AI_FACTORY_PLUGIN_MIRROR to a folder with registry.terraform.io/hashicorp/aws",
    );
  }
  if (!python) {
    missing.push(
      "a Python with the simulated AWS: `pip install 'moto[server]>=5.2,<5.3' cryptography`, " +
        "or set AI_FACTORY_PYTHON to an interpreter that has it",
    );
  }
  return { missing };
}

function findProgram(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const candidates = name.includes("/")
    ? [resolve(name)]
    : (env.PATH ?? "").split(delimiter).map((folder) => join(folder, name));
  return candidates.find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function findPluginMirror(env: NodeJS.ProcessEnv): string | undefined {
  const home = homedir();
  const wellKnown = [
    ...filesystemMirrors(env.TF_CLI_CONFIG_FILE ?? join(home, ".terraformrc")),
    env.TF_PLUGIN_CACHE_DIR,
    join(home, ".terraform.d/plugins"),
    join(home, ".terraform.d/plugin-cache"),
    join(env.XDG_DATA_HOME ?? join(home, ".local/share"), "terraform/plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    ...["/opt", "/usr/local", "/usr/local/lib", "/var/lib"].flatMap(subfolders),
  ];
  const candidates = env.AI_FACTORY_PLUGIN_MIRROR ? [env.AI_FACTORY_PLUGIN_MIRROR] : wellKnown;
  return candidates.find((folder): folder is string => !!folder && unpackedAwsPlugin(folder));
}

/** Paths of the `filesystem_mirror` blocks in a Terraform CLI configuration file. */
function filesystemMirrors(configFile: string): string[] {
  if (!existsSync(configFile)) return [];
  const text = readFileSync(configFile, "utf8");
  return [...text.matchAll(/filesystem_mirror\s*\{[^}]*?path\s*=\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
}

function subfolders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
}

/** Whether the folder holds the AWS plugin unpacked: an archive would be unpacked again (700 MB) by every init. */
function unpackedAwsPlugin(folder: string): boolean {
  const versions = subfolders(join(folder, "registry.terraform.io/hashicorp/aws"));
  const files = versions.flatMap(subfolders).flatMap((platform) => readdirSync(platform));
  return files.some((file) => file.startsWith("terraform-provider-aws_v"));
}

function findPython(env: NodeJS.ProcessEnv, extended: boolean): string | undefined {
  const program = extended ? "import moto.server, cryptography" : "import moto.server";
  const names = env.AI_FACTORY_PYTHON ? [env.AI_FACTORY_PYTHON] : ["python3", "python"];
  return names
    .map((name) => findProgram(name, env))
    .find((path) => path !== undefined && spawnSync(path, ["-c", program], { stdio: "ignore" }).status === 0);
}

/** A folder that was asked for by name must be there; the usual place may be empty. */
function findSimulator(env: NodeJS.ProcessEnv, usual = "../shared/aws-simulator"): string | undefined {
  const asked = env.AI_FACTORY_AWS_SIMULATOR;
  if (asked === "none") return undefined;
  const folder = resolve(asked || usual);
  if (["motoplus.py", "tlsproxy.py"].every((file) => existsSync(join(folder, file)))) return folder;
  return asked ? "not there" : undefined;
}
