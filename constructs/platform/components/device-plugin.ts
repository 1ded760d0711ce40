import { FactoryError } from "../../../validation/factory-error";
import type { Finding } from "../../../validation/finding";
import { problem } from "../../aws/problem";
import type { ChartReference, INodePool, IPlatformComponent, KubernetesObject } from "../../contracts";
import type { HelmValues } from "../helm-values";
import { privilegedNamespace } from "../namespaces";
import { requirePools } from "../pools";

export interface DevicePluginProps {
  /** Name of the component and of its Helm release. */
  readonly name: string;
  /** Kubernetes namespace that it is installed in. */
  readonly namespace: string;
  /** What it offers to pods: the resource that the pools' `devices` name. */
  readonly resourceName: string;
  /** Pools of the cluster; at least one must have the resource. */
  readonly pools: readonly INodePool[];
  /** Its Helm chart. @default - none: it comes as manifests */
  readonly chart?: ChartReference;
  /** Values of the chart. @default - the chart's own */
  readonly values?: HelmValues;
  /** Its manifests, such as a DaemonSet. @default - none: it comes as a chart */
  readonly manifests?: readonly KubernetesObject[];
  /** All images that it pulls. @default - not known for a chart, none for manifests */
  readonly images?: readonly string[];
  /** Whether it sends nothing to its maker. @default true */
  readonly telemetryDisabled?: boolean;
  /** Components that must be ready first. @default - none */
  readonly dependsOn?: readonly IPlatformComponent[];
}

/**
 * The device plugin of any accelerator (Tenstorrent, FPGA, a card of your own): a chart or manifests, and the resource
 * that it offers.
 *
 * @throws FactoryError where it has neither chart nor manifests, or no pool has the resource
 */
export class DevicePlugin implements IPlatformComponent {
  readonly name: string;
  /** Kubernetes namespace that it is installed in. */
  readonly namespace: string;
  readonly namespaceLabels = privilegedNamespace;
  /** Helm chart of the plugin; undefined where it comes as manifests. */
  readonly chart?: ChartReference;
  readonly values: HelmValues;
  readonly manifests: readonly KubernetesObject[];
  readonly images: readonly string[];
  readonly imagesKnown: boolean;
  readonly provides: readonly string[];
  readonly dependsOn: readonly IPlatformComponent[];
  readonly telemetryDisabled: boolean;

  constructor(props: DevicePluginProps) {
    const findings = checkDevicePlugin(props);
    if (findings.length > 0) throw new FactoryError(findings);
    requirePools(props.name, props.pools, {
      need: props.resourceName,
      has: ({ accelerators }) => accelerators?.resourceName === props.resourceName,
    });
    this.name = props.name;
    this.namespace = props.namespace;
    this.chart = props.chart;
    this.values = props.values ?? {};
    this.manifests = props.manifests ?? [];
    this.images = props.images ?? [];
    this.imagesKnown = props.images !== undefined;
    this.provides = [`device-plugin ${props.resourceName}`];
    this.dependsOn = props.dependsOn ?? [];
    this.telemetryDisabled = props.telemetryDisabled ?? true;
  }
}

function checkDevicePlugin({ name, chart, manifests, resourceName }: DevicePluginProps): Finding[] {
  const findings: Finding[] = [];
  if (chart === undefined && (manifests ?? []).length === 0) {
    findings.push(
      problem("PLT-071-device-plugin", `${name}.chart`, "the device plugin is neither a chart nor manifests", {
        allowed: "a chart, manifests, or both",
        fix: "give the chart, or the DaemonSet that its maker publishes",
      }),
    );
  }
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?\/[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(resourceName)) {
    findings.push(
      problem("PLT-071-device-plugin", `${name}.resourceName`, "not the name of an extended resource", {
        given: resourceName,
        allowed: "domain/name, for example tenstorrent.com/n300",
        fix: "write the name that the plugin registers",
      }),
    );
  }
  return findings;
}
