import type { ChartReference, IPlatformComponent } from "../../contracts";
import { mirrorComponents, type MirrorOptions } from "../mirror";
import { textFile, type DeliveryFile } from "./delivery-file";
import type { FilesPlan } from "./gitops-plan";

/** An image, where it is and where its copy belongs. */
export interface MirroredImage {
  /** Reference of the original. */
  readonly from: string;
  /** Reference of the copy in the mirror. */
  readonly to: string;
}

/** A chart, where it is and where its copy belongs. */
export interface MirroredChart {
  /** The original chart. */
  readonly from: ChartReference;
  /** The copy in the mirror. */
  readonly to: ChartReference;
}

/** All that a site without a way out must copy, each thing once, in the order of names. */
export interface MirrorList {
  /** Images, by name. */
  readonly images: readonly MirroredImage[];
  /** Charts, by name. */
  readonly charts: readonly MirroredChart[];
}

/** What must be copied for the components; their references are those of their makers. */
export function mirrorList(components: readonly IPlatformComponent[], mirror: MirrorOptions): MirrorList {
  const { components: mirrored } = mirrorComponents(components, mirror, "");
  const images = new Map<string, MirroredImage>();
  const charts = new Map<string, MirroredChart>();
  components.forEach((component, index) => {
    const copy = mirrored[index];
    component.images.forEach((from, position) => images.set(from, { from, to: copy?.images[position] ?? from }));
    const { chart } = component;
    if (chart === undefined) return;
    charts.set(`${chart.name} ${chart.version} ${chart.repository}`, { from: chart, to: copy?.chart ?? chart });
  });
  return { images: sorted(images), charts: sorted(charts) };
}

function sorted<T>(items: ReadonlyMap<string, T>): T[] {
  return [...items].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

/** Lists of images and charts, and the program that copies them. */
export function mirrorFiles(
  plan: FilesPlan,
  options: MirrorOptions & { readonly originals: readonly IPlatformComponent[] },
): DeliveryFile[] {
  const { images, charts } = mirrorList(options.originals, options);
  return [
    textFile("mirror/images.txt", ["# from, to", ...images.map(({ from, to }) => `${from} ${to}`)]),
    textFile("mirror/charts.txt", [
      "# name, version, from, to",
      ...charts.map(({ from, to }) => `${from.name} ${from.version} ${from.repository} ${to.repository}`),
    ]),
    textFile("mirror/mirror.sh", mirrorScript(plan.name), true),
  ];
}

/** Plain POSIX sh. Reads the two lists beside it, so that a reviewed or shortened list is what is copied. */
function mirrorScript(name: string): string[] {
  return [
    "#!/bin/sh",
    `# Copies all images and charts of ${name} into the mirror.`,
    "#   mirror.sh pull BUNDLE   fetches them into the folder BUNDLE (where the internet is)",
    "#   mirror.sh push BUNDLE   puts them from there into the mirror (at the site)",
    "#   mirror.sh copy          both at once, on a machine that reaches both",
    "# Needs skopeo and helm. Log in before: skopeo login HOST, helm registry login HOST.",
    "# Options for skopeo copy (credentials, certificates) come from SKOPEO_OPTIONS.",
    "set -eu",
    'here=$(cd "$(dirname "$0")" && pwd)',
    "",
    "usage() {",
    '  sed -n "2,7s/^# \\{0,1\\}//p" "$0" >&2',
    "  exit 2",
    "}",
    "",
    "# Reads a list without its comments and calls a function with the words of each line.",
    "each_line() {",
    '  grep -v "^#" "$here/$1" | while read -r one two three four; do',
    '    [ -n "$one" ] || continue',
    '    "$2" "$one" "$two" "$three" "$four" </dev/null || exit 1',
    "  done",
    "}",
    "",
    "# All architectures of an image, because a site may have nodes of both.",
    "skopeo_copy() {",
    "  # shellcheck disable=SC2086 -- SKOPEO_OPTIONS is a list of words",
    '  skopeo copy --all --retry-times 3 ${SKOPEO_OPTIONS:-} "$1" "$2"',
    "}",
    "",
    "# A file name for a reference.",
    "file_of() {",
    '  printf "%s" "$1" | tr "/:@" "___"',
    "}",
    "",
    "pull_image() {",
    '  target="$bundle/images/$(file_of "$1")"',
    '  [ -d "$target" ] && return 0',
    '  echo "image $1"',
    '  rm -rf "$target.part"',
    '  skopeo_copy "docker://$1" "dir:$target.part"',
    '  mv "$target.part" "$target"',
    "}",
    "",
    "push_image() {",
    '  echo "image $2"',
    '  skopeo_copy "dir:$bundle/images/$(file_of "$1")" "docker://$2"',
    "}",
    "",
    "copy_image() {",
    '  echo "image $1 -> $2"',
    '  skopeo_copy "docker://$1" "docker://$2"',
    "}",
    "",
    "pull_chart() {",
    '  echo "chart $1 $2"',
    '  case "$3" in',
    '    oci://*) helm pull "${3%/}/$1" --version "$2" --destination "$bundle/charts" ;;',
    '    *) helm pull "$1" --repo "$3" --version "$2" --destination "$bundle/charts" ;;',
    "  esac",
    "}",
    "",
    "push_chart() {",
    '  case "$4" in',
    '    oci://*) echo "chart $1 $2"; helm push "$bundle/charts/$1-$2.tgz" "$4" ;;',
    '    *) echo "chart $1 $2: put $bundle/charts/$1-$2.tgz into $4 and renew its index" ;;',
    "  esac",
    "}",
    "",
    "action=${1:-}; bundle=${2:-}",
    'case "$action" in',
    "  pull | push)",
    '    [ -n "$bundle" ] || usage',
    '    mkdir -p "$bundle/images" "$bundle/charts"',
    '    each_line images.txt "${action}_image"',
    '    each_line charts.txt "${action}_chart"',
    "    ;;",
    "  copy)",
    "    bundle=$(mktemp -d)",
    "    trap 'rm -rf \"$bundle\"' EXIT",
    '    mkdir -p "$bundle/charts"',
    "    each_line images.txt copy_image",
    "    each_line charts.txt pull_chart",
    "    each_line charts.txt push_chart",
    "    ;;",
    "  *) usage ;;",
    "esac",
  ];
}
