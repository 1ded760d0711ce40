#!/usr/bin/env node
import { program } from "./program";

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
