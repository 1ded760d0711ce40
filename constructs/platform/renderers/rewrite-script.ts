import type { MirrorOptions } from "../mirror";
import { textFile, type DeliveryFile } from "./delivery-file";
import { shellWord } from "./shell";

/** A program that moves every reference of the folder from the mirror it was made for to another. */
export function rewriteScript({ imageRegistry, chartRepository }: MirrorOptions): DeliveryFile {
  const registries = typeof imageRegistry === "string" ? [imageRegistry] : Object.values(imageRegistry ?? {});
  const usage = "usage: rewrite.sh NEW_REGISTRY NEW_CHART_REPOSITORY";
  const replacements = [
    // Charts first: their repository may lie in the same registry, whose name the second would change.
    ...(chartRepository === undefined ? [] : [[chartRepository, '"$charts"'] as const]),
    ...[...new Set(registries)].map((registry) => [registry, '"$registry"'] as const),
  ];
  return textFile(
    "rewrite.sh",
    [
      "#!/bin/sh",
      "# Moves all references of this folder to another mirror; run it once, before install.sh and mirror.sh push.",
      "set -eu",
      'cd "$(dirname "$0")"',
      `[ $# -eq 2 ] || { echo ${shellWord(usage)} >&2; exit 2; }`,
      "registry=${1%/}",
      "charts=${2%/}",
      "",
      "# Replaces a fixed text in every file below; the text is made a pattern by escaping what sed reads as one.",
      "replace() {",
      "  old=$(printf '%s' \"$1\" | sed 's/[][\\.*^$|]/\\\\&/g')",
      "  new=$(printf '%s' \"$2\" | sed 's/[\\&|]/\\\\&/g')",
      "  find components install.sh install-order.json mirror README.md -type f | while read -r file; do",
      '    sed "s|$old|$new|g" "$file" >"$file.new"',
      '    cat "$file.new" >"$file"',
      '    rm "$file.new"',
      "  done",
      "}",
      "",
      ...replacements.map(([old, word]) => `replace ${shellWord(old)} ${word}`),
      'echo "references moved to $registry and $charts"',
    ],
    true,
  );
}
