import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

/** What a child process left behind when it ended. */
export interface Ended {
  /** Exit code; -1 where a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ChildOptions {
  readonly cwd: string;
  /** The whole environment of the child; nothing is inherited beside it. */
  readonly env: Readonly<Record<string, string>>;
  /** The child is ended after this time. @default - no limit */
  readonly timeoutSeconds?: number;
}

/** A child that stays: its lines so far, and a way to wait for its end. */
export interface Server {
  readonly process: ChildProcess;
  /** Every line of stdout and stderr so far, in the order they came. */
  readonly lines: readonly string[];
}

/**
 * All child processes of one run. Each gets its own process group, so that a Ctrl-C in the terminal does not reach it
 * halfway and so that ending the group also ends what the child started (Terraform's provider plugins).
 */
export class Processes {
  readonly #running = new Set<ChildProcess>();
  #closed = false;

  /** Runs a command to its end. Never rejects because of the exit code. */
  run(command: string, args: readonly string[], options: ChildOptions): Promise<Ended> {
    return new Promise((resolve, reject) => {
      const child = this.#spawn(command, args, options, "ignore");
      let stdout = "";
      let stderr = "";
      child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
      child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      const { timeoutSeconds } = options;
      const endLateChild = (): void => {
        stderr += `${command} was ended, because it took longer than ${timeoutSeconds} s`;
        this.end(child);
      };
      const timer = timeoutSeconds === undefined ? undefined : setTimeout(endLateChild, timeoutSeconds * 1000);
      child.on("error", reject);
      child.on("close", (code) => {
        clearTimeout(timer);
        resolve({ code: code ?? -1, stdout, stderr });
      });
    });
  }

  /** Starts a server. Its stdin is a pipe that closes with this process, however this process ends. */
  start(command: string, args: readonly string[], options: ChildOptions): Server {
    const child = this.#spawn(command, args, options, "pipe");
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on("line", (line) => lines.push(line));
    }
    child.on("error", (error) => lines.push(`cannot start ${command}: ${error.message}`));
    return { process: child, lines };
  }

  /** Ends one child and everything in its group, at once. */
  end(child: ChildProcess): void {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // The group is already gone.
    }
    this.#running.delete(child);
  }

  /** Ends every child that still runs. Synchronous: it also works in a signal handler. Nothing can be started after. */
  endAll(): void {
    this.#closed = true;
    for (const child of [...this.#running]) this.end(child);
  }

  #spawn(command: string, args: readonly string[], options: ChildOptions, stdin: "ignore" | "pipe"): ChildProcess {
    if (this.#closed) throw new Error("the run has ended: no process is started any more");
    const { cwd, env } = options;
    const child = spawn(command, args, { cwd, env, detached: true, stdio: [stdin, "pipe", "pipe"] });
    this.#running.add(child);
    // A server's group outlives its leader only when something went wrong, so the whole group is ended with it.
    child.on("exit", () => this.end(child));
    return child;
  }
}

/**
 * Calls `cleanUp` when this process ends before the returned function was called, be it by a signal that asks it to
 * stop or by an error that nobody caught. A signal ends the process with the exit code that shells expect.
 *
 * @returns a function that takes the handlers away again
 */
export function onEarlyEnd(cleanUp: () => void): () => void {
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  const handlers = Object.entries(codes).map(([signal, code]) => [signal, () => process.exit(code)] as const);
  process.once("exit", cleanUp);
  for (const [signal, handler] of handlers) process.once(signal, handler);
  return () => {
    process.removeListener("exit", cleanUp);
    for (const [signal, handler] of handlers) process.removeListener(signal, handler);
  };
}
