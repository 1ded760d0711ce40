/** Checks of a whole process, for the runs that are no jest suites: one line a check, `N passed, N failed` at the end. */

let passed = 0;
let failed = 0;

/** Runs a check; what it throws is why it failed. */
export function check(name: string, run: () => void): void {
  try {
    run();
    passed += 1;
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n        ${error instanceof Error ? error.message : String(error)}`);
  }
}

export function expect(condition: boolean, message: string): void {
  if (!condition) throw new Error(message);
}

/** Whether a check has failed so far. */
export function hasFailed(): boolean {
  return failed > 0;
}

/** Prints the count and sets the exit code. */
export function finish(): void {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
