/** A problem as Terraform reports it. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  /** The resource or block it belongs to, where Terraform says so. */
  readonly address?: string;
}

/** What a Terraform command did, resource by resource. */
export interface TerraformEvents {
  readonly diagnostics: readonly Diagnostic[];
  /** Planned action by address: create, update, replace, delete, read … */
  readonly planned: ReadonlyMap<string, string>;
  /** Finished action by address. */
  readonly completed: ReadonlyMap<string, string>;
  /** Addresses whose action failed. Errors of a destroy name no address, so this is the only place that does. */
  readonly failed: ReadonlySet<string>;
}

interface Line {
  readonly type?: string;
  readonly diagnostic?: RawDiagnostic;
  readonly change?: { readonly resource?: { readonly addr?: string }; readonly action?: string };
  readonly hook?: { readonly resource?: { readonly addr?: string }; readonly action?: string };
}

interface RawDiagnostic {
  readonly severity?: string;
  readonly summary?: string;
  readonly detail?: string;
  readonly address?: string;
  readonly snippet?: { readonly context?: string | null };
}

/** Reads the output of `terraform … -json`, one JSON object a line. Lines of any other kind are passed over. */
export function readTerraformLines(output: string): TerraformEvents {
  const diagnostics: Diagnostic[] = [];
  const planned = new Map<string, string>();
  const completed = new Map<string, string>();
  const failed = new Set<string>();
  for (const text of output.split("\n")) {
    const line = parse(text);
    if (line === undefined) continue;
    const { type, diagnostic, change, hook } = line;
    if (type === "diagnostic" && diagnostic) diagnostics.push(toDiagnostic(diagnostic));
    if (type === "planned_change" && change?.resource?.addr) {
      planned.set(change.resource.addr, change.action ?? "unknown");
    }
    if (type === "apply_errored" && hook?.resource?.addr) failed.add(hook.resource.addr);
    // Data sources report as "read" and are no resource of ours.
    if (type === "apply_complete" && hook?.resource?.addr && hook.action !== "read") {
      completed.set(hook.resource.addr, hook.action ?? "unknown");
    }
  }
  return { diagnostics, planned, completed, failed };
}

/** Reads the output of `terraform validate -json`, which is one JSON object. */
export function readValidation(output: string): readonly Diagnostic[] {
  const result = JSON.parse(output) as { readonly diagnostics?: readonly RawDiagnostic[] };
  return (result.diagnostics ?? []).map(toDiagnostic);
}

export function errorsOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === "error");
}

function parse(text: string): Line | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined;
  }
}

function toDiagnostic(raw: RawDiagnostic): Diagnostic {
  const address = raw.address ?? addressOfContext(raw.snippet?.context);
  return {
    severity: raw.severity === "warning" ? "warning" : "error",
    summary: raw.summary ?? "Terraform gave no summary",
    detail: raw.detail ?? "",
    ...(address ? { address } : {}),
  };
}

/** In JSON syntax the context of a snippet reads `resource.aws_vpc.main`; an address has no `resource.`. */
function addressOfContext(context: string | null | undefined): string | undefined {
  return context?.replace(/^resource\./, "") || undefined;
}
