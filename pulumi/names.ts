/** Attributes that are maps of the user's own keys: Pulumi keeps those keys as they are. */
const maps = new Set([
  "annotations",
  "capacity",
  "labels",
  "limits",
  "parameters",
  "requests",
  "tags",
  "variables",
  "volume_attributes",
]);

export function isMap(argument: string): boolean {
  return maps.has(argument);
}

/** `vpc_config` → `vpcConfig`, as Pulumi spells every argument. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

/** Pulumi's name of an argument that holds a list: `taint` → `taints`, `lifecycle_policy` → `lifecyclePolicies`. */
export function listName(name: string): string {
  const singular = camelCase(name);
  if (/(ss|x|ch|sh)$/.test(singular)) return `${singular}es`;
  if (singular.endsWith("s")) return singular;
  return /[^aeiou]y$/.test(singular) ? `${singular.slice(0, -1)}ies` : `${singular}s`;
}

/** A path of Terraform's `ignore_changes` as Pulumi's: `scaling_config[0].desired_size` → `scalingConfig.desiredSize`. */
export function propertyPath(path: string): string {
  const [first = "", ...rest] = path.replace(/\[0\]/g, "").split(".");
  // What follows a map is the user's own key.
  if (isMap(first)) return [first, ...rest].join(".");
  return [first, ...rest].map(camelCase).join(".");
}
