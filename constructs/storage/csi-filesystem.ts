import type { Construct } from "constructs";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import type { ChartReference, IPlatformComponent, KubernetesVolumeSource } from "../contracts";
import { privilegedNamespace } from "../platform/namespaces";
import type { HelmValues } from "../platform/helm-values";
import { isKnown } from "./findings";
import { checkOnPremFilesystemProps, OnPremFilesystem, type OnPremFilesystemProps } from "./on-prem-filesystem";

export interface CsiDriverProps {
  /** Name of the Helm release. */
  readonly name: string;
  /** Kubernetes namespace that it is installed in. */
  readonly namespace: string;
  /** The maker's Helm chart, with a pinned version. */
  readonly chart: ChartReference;
  /** Values of the chart, as its maker documents them. @default - the chart's own */
  readonly values?: HelmValues;
  /** All images that the chart pulls with these values. @default - not known: a mirror cannot be put in */
  readonly images?: readonly string[];
  /** Components that must be ready first. @default - none */
  readonly dependsOn?: readonly IPlatformComponent[];
  /** Whether it sends nothing to its maker with these values. @default true */
  readonly telemetryDisabled?: boolean;
}

/**
 * Any maker's CSI driver by its chart: VAST, NetApp Trident, Pure, Storage Scale … Its namespace lets privileged pods
 * in, because drivers mount on the node.
 */
export class CsiDriver implements IPlatformComponent {
  readonly name: string;
  /** Kubernetes namespace that it is installed in. */
  readonly namespace: string;
  readonly namespaceLabels = privilegedNamespace;
  /** The maker's Helm chart. */
  readonly chart: ChartReference;
  readonly values: HelmValues;
  readonly manifests = [];
  readonly images: readonly string[];
  readonly imagesKnown: boolean;
  readonly dependsOn: readonly IPlatformComponent[];
  readonly telemetryDisabled: boolean;

  constructor(props: CsiDriverProps) {
    this.name = props.name;
    this.namespace = props.namespace;
    this.chart = props.chart;
    this.values = props.values ?? {};
    this.images = props.images ?? [];
    this.imagesKnown = props.images !== undefined;
    this.dependsOn = props.dependsOn ?? [];
    this.telemetryDisabled = props.telemetryDisabled ?? true;
  }
}

export interface CsiFilesystemProps extends OnPremFilesystemProps {
  /** Kind in the factory model: `vast`, `storage-scale`. */
  readonly kind: string;
  /** The volume as the driver's documentation writes static ones. */
  readonly volume: Pick<KubernetesVolumeSource, "driver" | "volumeHandle"> &
    Partial<Pick<KubernetesVolumeSource, "volumeAttributes" | "mountOptions" | "secrets">>;
  /** Parameters of a StorageClass for volumes on demand. @default - static volumes only */
  readonly storageClassParameters?: Readonly<Record<string, string>>;
  /** The driver, where this factory installs it. @default - the cluster has it already */
  readonly driver?: IPlatformComponent;
}

/**
 * A filesystem behind any CSI driver, by the driver's own parameters. `WekaFilesystem` is this, worked out.
 *
 * @throws FactoryError with everything that `checkCsiFilesystemProps` finds
 */
export class CsiFilesystem extends OnPremFilesystem {
  constructor(scope: Construct, id: string, props: CsiFilesystemProps) {
    const { volumeAttributes = {}, mountOptions = [], ...volume } = props.volume;
    const volumeSource: KubernetesVolumeSource = {
      ...volume,
      volumeAttributes,
      mountOptions,
      capacityGiB: props.capacityGiB,
      provisioning:
        props.storageClassParameters === undefined ? undefined : { parameters: props.storageClassParameters },
    };
    const components = props.driver === undefined ? [] : [props.driver];
    const findings = checkCsiFilesystemProps(props, `${scope.node.path}/${id}`);
    super(scope, id, props, { kind: props.kind, volumeSource, components }, findings);
  }
}

/** Everything that is wrong with the props of a CsiFilesystem. */
export function checkCsiFilesystemProps(props: CsiFilesystemProps, path: string): Finding[] {
  return [...checkOnPremFilesystemProps(props, path), ...checkVolume(props, path)];
}

function checkVolume({ volume }: CsiFilesystemProps, path: string): Finding[] {
  const bad = [
    // RFC 1035 as CSI has it: 63 characters, letters, digits, dashes and dots.
    { name: "driver", value: volume.driver, isRight: /^[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$/ },
    { name: "volumeHandle", value: volume.volumeHandle, isRight: /^\S.*$/ },
  ].filter(({ value, isRight }) => isKnown(value) && !isRight.test(value));
  return bad.map(({ name, value }) =>
    problem("STO-208-csi-volume", `${path}.volume.${name}`, `not the ${name} of a CSI volume`, {
      given: value,
      allowed: name === "driver" ? "the driver's name, e.g. csi.weka.io, at most 63 characters" : "a text",
      fix: "take it from the driver's example of a static PersistentVolume",
    }),
  );
}
