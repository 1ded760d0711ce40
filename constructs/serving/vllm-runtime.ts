import { containerImage } from "../../catalog";
import type { KubernetesObject } from "../contracts";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";
import type { KServe } from "./kserve";

export interface VllmRuntimeProps extends Omit<ComponentOptions, "chartVersion" | "chartRepository" | "values"> {
  /** KServe, which makes pods from the runtime. */
  readonly kserve: KServe;
  /** Image with vLLM and its OpenAI server. @default - the project's own image of a pinned version, for NVIDIA GPUs */
  readonly image?: string;
  /** Vendor of the accelerators that the image is built for. @default "nvidia" */
  readonly acceleratorVendor?: "nvidia" | "amd";
}

/** Port of vLLM's OpenAI server in its pod. */
export const vllmPort = 8000;
/** Where the weights lie in the pod. */
export const weightsPath = "/mnt/models";

/** No word to the engine's maker, and none to a model hub: weights come from the factory's own store. */
export const vllmEnvironment: readonly { readonly name: string; readonly value: string }[] = [
  { name: "VLLM_NO_USAGE_STATS", value: "1" },
  { name: "DO_NOT_TRACK", value: "1" },
  { name: "HF_HUB_OFFLINE", value: "1" },
  { name: "TRANSFORMERS_OFFLINE", value: "1" },
];

/** vLLM as a runtime of KServe for the whole cluster: what every model endpoint's pods are made from. */
export class VllmRuntime extends PlatformComponent {
  /** Image with vLLM, with its tag. */
  readonly image: string;
  /** Whether it is the project's own image, which has no plugin for EFA. */
  readonly isDefaultImage: boolean;
  /** Name of the ClusterServingRuntime. */
  readonly runtimeName: string;
  /** Vendor of the accelerators that the image is built for; pools must match. */
  readonly acceleratorVendor: "nvidia" | "amd";

  constructor(props: VllmRuntimeProps) {
    const image = props.image ?? defaultImage;
    const name = props.name ?? "vllm-runtime";
    super(
      {
        name,
        namespace: "kserve",
        manifests: [runtimeObject(name, image)],
        images: [image],
        dependsOn: [props.kserve],
      },
      props,
    );
    this.image = image;
    this.isDefaultImage = props.image === undefined;
    this.runtimeName = name;
    this.acceleratorVendor = props.acceleratorVendor ?? "nvidia";
  }
}

const defaultImage = containerImage("vllm-openai");

function runtimeObject(name: string, image: string): KubernetesObject {
  return {
    apiVersion: "serving.kserve.io/v1alpha1",
    kind: "ClusterServingRuntime",
    metadata: { name },
    spec: {
      supportedModelFormats: [{ name: "vllm", version: "1", autoSelect: false }],
      protocolVersions: ["v2"],
      multiModel: false,
      containers: [
        {
          name: "kserve-container",
          image,
          command: ["vllm", "serve", weightsPath],
          env: vllmEnvironment,
          ports: [{ name: "http1", containerPort: vllmPort, protocol: "TCP" }],
          securityContext: containerSecurity,
        },
      ],
    },
  };
}

/** What the baseline level of pod security asks for, and nothing that a GPU container cannot do without. */
export const containerSecurity = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};
