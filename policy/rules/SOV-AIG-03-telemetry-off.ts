import { isUnknown, type Value } from "../../documents/value";
import { hostMatches } from "../boundary";
import { environmentOf, imagesIn, podSpecs } from "../reading/pods";
import { fail, open, pass } from "../reading/verdicts";
import { policyRule } from "../rule";

/** A program that calls home, how its image or variables give it away, and the switches that stop it. */
interface Caller {
  readonly name: string;
  readonly image: RegExp;
  readonly switches: Readonly<Record<string, readonly string[]>>;
}

const on = ["1", "true", "True", "yes"];
const off = ["0", "false", "False"];
const callers: readonly Caller[] = [
  { name: "vLLM", image: /(^|[/_-])vllm/i, switches: { VLLM_NO_USAGE_STATS: on, HF_HUB_OFFLINE: on } },
  { name: "Ray", image: /(^|\/)(rayproject\/)?ray([-:@]|$|-ml)/i, switches: { RAY_USAGE_STATS_ENABLED: off } },
  { name: "NIM", image: /\/nim\//i, switches: { NIM_TELEMETRY_MODE: ["0"] } },
  { name: "Text Generation Inference", image: /text-generation-inference/i, switches: { HF_HUB_OFFLINE: on } },
  {
    name: "Hugging Face libraries",
    image: /huggingface|transformers/i,
    switches: { HF_HUB_OFFLINE: on, HF_HUB_DISABLE_TELEMETRY: on },
  },
];
/** Variables that, once written, must say this. */
const forced: Readonly<Record<string, readonly string[]>> = {
  HF_HUB_OFFLINE: on,
  TRANSFORMERS_OFFLINE: on,
  HF_DATASETS_OFFLINE: on,
  HF_HUB_DISABLE_TELEMETRY: on,
  DO_NOT_TRACK: on,
  VLLM_NO_USAGE_STATS: on,
  RAY_USAGE_STATS_ENABLED: off,
  NIM_TELEMETRY_MODE: ["0"],
  WANDB_MODE: ["offline", "disabled", "dryrun"],
  LANGSMITH_TRACING: off,
  LANGCHAIN_TRACING_V2: off,
  GRADIO_ANALYTICS_ENABLED: off,
};
/** Variables that name a host to talk to. */
const hostVariables = ["HF_ENDPOINT", "WANDB_BASE_URL", "LANGSMITH_ENDPOINT", "MLFLOW_TRACKING_URI"];
const downloads = /huggingface-cli|hf\s+download|snapshot_download|git\s+lfs|ngc\s+registry/;

export const SOV_AIG_03 = policyRule({
  id: "SOV-AIG-03-telemetry-off",
  title: "AI workloads work offline and call nobody",
  weight: "high",
  stages: ["synth", "runtime"],
  guardrail: "VAP telemetry-off",
  references: [
    "vLLM documentation, usage stats",
    "NVIDIA NIM documentation, telemetry",
    "Hugging Face Hub documentation, environment variables",
  ],
  cause: "Inference and training programs report what they run, and fetch what they lack, unless told not to.",
  mend: "set the switches in each container, and HF_ENDPOINT to a hub of the boundary",
  example: {
    fails: "a vLLM container without `VLLM_NO_USAGE_STATS`",
    passes: "the same with `VLLM_NO_USAGE_STATS=1` and `HF_HUB_OFFLINE=1`",
    evades: "an init container that runs `huggingface-cli download`",
  },
  *check({ documents, boundary }) {
    for (const object of documents.kubernetesObjects()) {
      for (const { path, container } of podSpecs(object).flatMap(({ containers }) => containers)) {
        const variables = environmentOf(container);
        const problems = [
          ...imagesIn({ image: container["image"] ?? "" } as never).flatMap(({ image }) =>
            missingSwitches(image, variables),
          ),
          ...wrongSwitches(variables),
        ];
        const unread = [...variables].find(([name, value]) => Object.hasOwn(forced, name) && value === undefined);
        const command = JSON.stringify([container["command"] ?? [], container["args"] ?? []]);
        const offline = isOn(variables.get("HF_HUB_OFFLINE"));
        const hub = variables.get("HF_ENDPOINT");
        const ownHub = typeof hub === "string" && boundary.allowedHost("modelHubs", hostOf(hub)) !== undefined;
        if (downloads.test(command) && !ownHub && !offline) problems.push("its command downloads a model");
        for (const name of hostVariables) {
          const value = variables.get(name);
          if (typeof value !== "string" || value === "" || isInside(value, boundary.namesHost(hostOf(value)))) continue;
          problems.push(`${name} names ${hostOf(value)}, which the boundary does not`);
        }
        if (problems.length > 0) yield fail(object, { message: `${path}: ${problems.join("; ")}`, given: problems });
        else if (unread)
          yield open(object, { message: `${path}: ${unread[0]} comes from elsewhere`, dischargedBy: "runtime" });
        else yield pass(object);
      }
    }
  },
});

function missingSwitches(image: string, variables: ReadonlyMap<string, Value | undefined>): readonly string[] {
  return callers
    .filter((caller) => caller.image.test(image.split(/[:@]/)[0] ?? image))
    .flatMap(({ name, switches }) =>
      Object.keys(switches)
        .filter((variable) => !variables.has(variable))
        .map((variable) => `${name} without ${variable}`),
    );
}

function wrongSwitches(variables: ReadonlyMap<string, Value | undefined>): readonly string[] {
  return [...variables].flatMap(([name, value]) => {
    const allowed = Object.hasOwn(forced, name) ? forced[name] : undefined;
    if (allowed === undefined || value === undefined || isUnknown(value)) return [];
    return allowed.includes(String(value as string)) ? [] : [`${name}=${String(value as string)}`];
  });
}

function isOn(value: Value | undefined): boolean {
  return value !== undefined && on.includes(String(value as string));
}

function hostOf(url: string): string {
  return (
    url
      .replace(/^[a-z+]+:\/\//i, "")
      .split(/[/:]/)[0]
      ?.toLowerCase() ?? ""
  );
}

/** A service of the cluster itself, or a host that the boundary names. */
function isInside(url: string, named: boolean): boolean {
  const host = hostOf(url);
  return (
    named ||
    host === "" ||
    !host.includes(".") ||
    hostMatches("*.svc", host) ||
    hostMatches("*.svc.cluster.local", host) ||
    /^(file|sqlite|\/)/.test(url)
  );
}
