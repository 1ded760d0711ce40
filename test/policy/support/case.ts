/** The three cases of a rule, in HCL. */
export interface RuleCase {
  /** `SOV-RES-01`. */
  readonly rule: string;
  readonly passing: string;
  readonly failing: string;
  readonly evasive: string;
  /** What the evasive case is found to be. @default "fail" */
  readonly evasiveIs?: "fail" | "unknown";
  /** Profile, or data that extends one. @default "eu-strict" */
  readonly boundary?: string | Readonly<Record<string, unknown>>;
  /** A rule about records: it has no failing case, its findings are obligations. */
  readonly recordOnly?: true;
}

/** A Kubernetes object as a resource. */
export const k8s = (name: string, body: string): string =>
  `resource "kubernetes_manifest" "${name}" {\n  manifest = ${body}\n}\n`;

/** A pod with one container. */
export const pod = (name: string, container: string, more = ""): string =>
  k8s(
    name,
    `{ apiVersion = "v1", kind = "Pod", metadata = { name = "${name}", namespace = "team" }, spec = { ${more} containers = [${container}] } }`,
  );
