/** What is known of a class of components, with the props that most users give it. */
export interface ComponentRow {
  /** Name of the class. */
  readonly component: string;
  /** Folder of `constructs/` that it is in. */
  readonly layer: string;
  /** Name of the Helm release, where the user gives none. */
  readonly name: string;
  readonly namespace: string;
  /** @default - manifests only */
  readonly chart?: { readonly name: string; readonly version: string; readonly repository: string };
  /** Images that it pulls, without those that a user names. */
  readonly images: readonly string[];
  readonly imagesKnown: boolean;
  /** Whether every telemetry switch that it has is off. */
  readonly telemetryOff: boolean;
  /** Hosts that its values and objects name beside the registries, and that a mirror does not replace. */
  readonly otherHosts: readonly string[];
}
