import type { NodeSetPlan } from "./plan";
import type { SlurmMount } from "./props";

/**
 * Prolog: looks at a node before each job. A script that fails drains the node, and the job goes back to the queue.
 * Counts and errors of the accelerators by the vendor's own tool where slurmd's image has it, and every filesystem.
 */
export function prologScript(plans: readonly NodeSetPlan[], mounts: readonly SlurmMount[]): string {
  return [...header, ...expected(plans), ...acceleratorChecks, ...mounts.map(mountCheck), "exit 0", ""].join("\n");
}

/** Epilog: the same look after each job, so that a node that broke under it gets no other; and its scratch goes. */
export function epilogScript(
  plans: readonly NodeSetPlan[],
  mounts: readonly SlurmMount[],
  scratch: string | undefined,
): string {
  const clean = scratch === undefined ? [] : [`[ -n "$SLURM_JOB_ID" ] && rm -rf -- "${scratch}/$SLURM_JOB_ID"`];
  return [...header, ...clean, ...expected(plans), ...acceleratorChecks, ...mounts.map(mountCheck), "exit 0", ""].join(
    "\n",
  );
}

/** Prolog that gives a job a directory of its own on the node's disks. */
export function scratchScript(scratch: string): string {
  return [
    ...header,
    `mkdir -p -- "${scratch}/$SLURM_JOB_ID" || fail "no scratch on ${scratch}"`,
    `chmod 0700 "${scratch}/$SLURM_JOB_ID"`,
    `chown "$SLURM_JOB_UID" "${scratch}/$SLURM_JOB_ID"`,
    "exit 0",
    "",
  ].join("\n");
}

const header = ["#!/bin/bash", 'fail() { echo "node check: $1" >&2; exit 1; }'];

/** Accelerators of this node, by its name. */
function expected(plans: readonly NodeSetPlan[]): string[] {
  const cases = plans.flatMap(({ gres, nodeNames }) => {
    if (gres === undefined || nodeNames.length === 0) return [];
    return [`  ${nodeNames.join("|")}) expected=${gres.count} ;;`];
  });
  return ["expected=0", ...(cases.length === 0 ? [] : ['case "$SLURMD_NODENAME" in', ...cases, "esac"])];
}

const acceleratorChecks = [
  "if command -v nvidia-smi >/dev/null; then",
  "  found=$(nvidia-smi --query-gpu=index --format=csv,noheader | wc -l)",
  '  [ "$expected" -eq 0 ] || [ "$found" -eq "$expected" ] || fail "$found GPUs of $expected"',
  "  nvidia-smi --query-gpu=ecc.errors.uncorrected.volatile.total --format=csv,noheader,nounits |",
  '    grep -q "^[1-9]" && fail "uncorrected memory errors"',
  "  nvidia-smi --query-remapped-rows=remapped_rows.failure --format=csv,noheader,nounits |",
  '    grep -q "^ *[1-9]" && fail "memory rows that cannot be remapped"',
  "elif [ -d /sys/class/kfd/kfd/topology/nodes ]; then",
  "  found=$(grep -L '^gfx_target_version 0$' /sys/class/kfd/kfd/topology/nodes/*/properties | wc -l)",
  '  [ "$expected" -eq 0 ] || [ "$found" -eq "$expected" ] || fail "$found GPUs of $expected"',
  "fi",
];

function mountCheck({ mountPath }: SlurmMount): string {
  return `mountpoint -q "${mountPath}" && timeout 10 stat -t "${mountPath}" >/dev/null || fail "${mountPath} is not there"`;
}
