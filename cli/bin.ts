#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";
import { program } from "./program";

// V8 11 (Node 20) optimises hundreds of functions that a check hardly runs again, a third of its CPU: sixteen times
// its usual budget of bytecode has to run first. Later versions wait by themselves, and know no such switch.
if (process.versions.v8.startsWith("11.")) setFlagsFromString(`--interrupt-budget=${16 * 66 * 1024}`);

// A closed pipe (`aifactory list instances | head`) is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 2));

program()
  .parseAsync()
  .catch((error: unknown) => {
    const detail = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `aifactory failed: ${detail}\nThis is a bug: please report it with the input that shows it.\n`,
    );
    process.exitCode = 2;
  });
