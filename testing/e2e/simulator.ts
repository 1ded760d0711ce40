import { existsSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { childEnvironment } from "./child-environment";
import type { Processes, Server } from "./processes";
import { endWithParent, steadyServer, runProgram } from "./python-programs";
import type { Toolchain } from "./toolchain";

/** `extended`: configuration unchanged, through the TLS proxy. `plain`: moto alone, by endpoint. */
export type SimulatorMode = "extended" | "plain";

// For the server and for Terraform alike: moto itself makes SDK clients, which would otherwise ask EC2's metadata
// address for keys and hang.
const simulatedKeys = {
  AWS_ACCESS_KEY_ID: "simulated",
  AWS_SECRET_ACCESS_KEY: "simulated",
  AWS_EC2_METADATA_DISABLED: "true",
};

// moto loads what an AI factory refers to: AWS-managed policies, the real table of instance types.
const motoSettings = {
  ...simulatedKeys,
  MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
  MOTO_EC2_ENABLE_INSTANCE_TYPE_VALIDATION: "true",
  MOTO_ACM_VALIDATION_WAIT: "0",
  PYTHONUNBUFFERED: "1",
  PYTHONDONTWRITEBYTECODE: "1",
};

/** A simulated AWS on loopback: one server for the whole run, one proxy per example so that its hosts are its own. */
export class Simulator {
  readonly mode: SimulatorMode;
  readonly #port: number;
  readonly #server: Server;
  #proxy?: Server;
  #proxyPort = 0;
  #proxyCount = 0;
  #linesBefore = 0;

  private constructor(
    private readonly processes: Processes,
    private readonly toolchain: Toolchain,
    private readonly workFolder: string,
    port: number,
    server: Server,
  ) {
    this.mode = toolchain.simulator ? "extended" : "plain";
    this.#port = port;
    this.#server = server;
  }

  /** Starts moto and waits until it answers. */
  static async start(processes: Processes, toolchain: Toolchain, workFolder: string): Promise<Simulator> {
    const port = await freePort();
    const program = toolchain.simulator ? join(toolchain.simulator, "motoplus.py") : "moto.server";
    const args = [program, "-H", "127.0.0.1", "-p", String(port)];
    const server = startPython(processes, toolchain, workFolder, args, steadyServer);
    const simulator = new Simulator(processes, toolchain, workFolder, port, server);
    await waitFor("the simulated AWS", server, async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/moto-api/data.json`).catch(() => undefined);
      return answer?.ok === true;
    });
    return simulator;
  }

  /** Empties the simulated AWS and forgets the calls seen so far. */
  async beginExample(): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${this.#port}/moto-api/reset`, { method: "POST" });
    if (!answer.ok) throw new Error(`the simulated AWS did not reset: HTTP ${answer.status}`);
    this.#linesBefore = this.#server.lines.length;
    if (this.toolchain.simulator) await this.#restartProxy(join(this.toolchain.simulator, "tlsproxy.py"));
  }

  /** What a child needs to reach the simulated AWS, and nothing else. */
  environment(): Record<string, string> {
    const common = {
      ...simulatedKeys,
      // The caller's profiles must not reach a run: these files do not exist.
      AWS_CONFIG_FILE: join(this.workFolder, "no-aws-config"),
      AWS_SHARED_CREDENTIALS_FILE: join(this.workFolder, "no-aws-credentials"),
    };
    if (this.mode === "plain") return { ...common, AWS_ENDPOINT_URL: `http://127.0.0.1:${this.#port}` };
    const proxy = `http://127.0.0.1:${this.#proxyPort}`;
    return { ...common, HTTPS_PROXY: proxy, HTTP_PROXY: proxy, AWS_CA_BUNDLE: join(this.#proxyFolder(), "ca.pem") };
  }

  /** Actions called since the example began that the extended simulator does not know, as `service:Action`. */
  missingActions(): string[] {
    return found(this.#server.lines.slice(this.#linesBefore), /^MISSING (\S+)/);
  }

  /** Errors in the simulated AWS itself since the example began, such as `TypeError: …`. */
  crashes(): string[] {
    return exceptions(this.#server.lines.slice(this.#linesBefore));
  }

  /** Host names called since the example began; empty in plain mode, where there is no proxy to see them. */
  hosts(): string[] {
    return found(this.#proxy?.lines ?? [], /^HOST (\S+)/);
  }

  /** Requests the proxy refused because they were not for AWS. */
  refused(): string[] {
    return found(this.#proxy?.lines ?? [], /^REFUSED b'CONNECT ([^\s:]+)/);
  }

  async #restartProxy(program: string): Promise<void> {
    if (this.#proxy) this.processes.end(this.#proxy.process);
    this.#proxyCount += 1;
    this.#proxyPort = await freePort();
    const args = [program, String(this.#proxyPort), String(this.#port), this.#proxyFolder()];
    const proxy = startPython(this.processes, this.toolchain, this.workFolder, args);
    this.#proxy = proxy;
    await waitFor("the TLS proxy", proxy, async () => {
      return proxy.lines.includes("READY") && existsSync(join(this.#proxyFolder(), "ca.pem"));
    });
  }

  #proxyFolder(): string {
    return join(this.workFolder, `proxy-${this.#proxyCount}`);
  }
}

function startPython(
  processes: Processes,
  toolchain: Toolchain,
  cwd: string,
  args: readonly string[],
  preparation = "",
): Server {
  const env = childEnvironment(process.env, motoSettings);
  const program = [endWithParent, preparation, runProgram].join("");
  return processes.start(toolchain.python, ["-c", program, ...args], { cwd, env });
}

/** A port that nothing listens on at this moment. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function waitFor(what: string, server: Server, ready: () => Promise<boolean>): Promise<void> {
  const secondsToWait = 60;
  for (let tries = 0; tries < secondsToWait * 10; tries++) {
    if (await ready()) return;
    if (server.process.exitCode !== null || server.process.signalCode !== null) break;
    await sleep(100);
  }
  throw new Error(`${what} did not start:\n${server.lines.slice(-15).join("\n")}`);
}

function found(lines: readonly string[], pattern: RegExp): string[] {
  const matches = lines.map((line) => pattern.exec(line)?.[1]).filter((match) => match !== undefined);
  return [...new Set(matches)].sort();
}

/** The last line of each Python traceback: it is the first that is not indented. */
export function exceptions(lines: readonly string[]): string[] {
  const messages = lines.flatMap((line, index) => {
    if (!line.startsWith("Traceback ")) return [];
    const message = lines.slice(index + 1).find((following) => /^\S/.test(following));
    return message === undefined ? [] : [message];
  });
  return [...new Set(messages)].sort();
}
