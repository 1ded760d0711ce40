/** What a command has to say, and its exit code: 0 clean, 1 findings, 2 bad usage or unreadable input. */
export interface CommandResult {
  readonly exitCode: 0 | 1 | 2;
  readonly stdout: string;
  readonly stderr: string;
}

/** Prints a result and leaves its exit code to the process. */
export function finish({ exitCode, stdout, stderr }: CommandResult): void {
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = exitCode;
}

export function badUsage(message: string): CommandResult {
  return { exitCode: 2, stdout: "", stderr: `${message}\n` };
}
