import { textFile, type DeliveryFile } from "./delivery-file";
import { shellWord } from "./shell";

/** A step of an installation by hand, in order. Paths are relative to the folder. */
export type InstallStep =
  | { readonly kind: "apply"; readonly file: string }
  | {
      readonly kind: "chart";
      readonly name: string;
      readonly namespace: string;
      readonly repository: string;
      readonly chart: string;
      readonly version: string;
      readonly values: string;
    }
  | { readonly kind: "manifests"; readonly name: string; readonly namespace: string; readonly values: string };

/** A program that takes the steps with helm and kubectl; it stops at the first that fails. */
export function installScript(steps: readonly InstallStep[]): DeliveryFile {
  return textFile(
    "install.sh",
    [
      "#!/bin/sh",
      "# Installs the components in order, on the cluster of kubectl's current context. Can be run again.",
      "# Options for every helm command (credentials of the chart repository) come from HELM_OPTIONS.",
      "set -eu",
      'cd "$(dirname "$0")"',
      "",
      "release() {",
      "  # shellcheck disable=SC2086 -- HELM_OPTIONS is a list of words",
      '  helm upgrade --install --wait --wait-for-jobs --timeout 15m ${HELM_OPTIONS:-} "$@"',
      "}",
      "",
      ...steps.flatMap(commandsOf),
      'echo "installed: all of it"',
    ],
    true,
  );
}

function commandsOf(step: InstallStep, index: number, steps: readonly InstallStep[]): string[] {
  const progress = `${index + 1} of ${steps.length}`;
  if (step.kind === "apply") {
    return [
      `echo ${shellWord(`${progress}: ${step.file}`)}`,
      `kubectl apply --server-side -f ${shellWord(step.file)}`,
      "",
    ];
  }
  const head = [`echo ${shellWord(`${progress}: ${step.name}`)}`];
  const common = ["--namespace", step.namespace, "--values", step.values].map(shellWord).join(" ");
  if (step.kind === "manifests") {
    return [...head, `release ${shellWord(step.name)} ./manifest-chart ${common}`, ""];
  }
  const chart = step.repository.startsWith("oci://")
    ? [shellWord(`${step.repository.replace(/\/$/, "")}/${step.chart}`)]
    : [shellWord(step.chart), "--repo", shellWord(step.repository)];
  const version = ["--version", shellWord(step.version)];
  return [...head, `release ${shellWord(step.name)} ${[...chart, ...version].join(" ")} ${common}`, ""];
}
