import { alert, type RecordingRule, type RuleGroup } from "./rule";

/** What answers must keep. */
export interface LatencyObjective {
  /** Time to the first token that 95 % of requests must keep, seconds. */
  readonly timeToFirstTokenSec: number;
  /** Time between two tokens that 95 % of tokens must keep, seconds. */
  readonly interTokenLatencySec: number;
}

/** What the figures of production need beside the metrics. */
export interface ServingRulesInput {
  readonly latencyObjective: LatencyObjective;
  /** @default - no cost is recorded */
  readonly usdPerAcceleratorHour?: number;
}

/** Names of the factory's figures. */
export const factoryFigures = {
  tokensPerSec: "factory:tokens_per_second:sum",
  tokensPerSecByModel: "factory:tokens_per_second:model",
  tokensPerJoule: "factory:tokens_per_joule:ratio",
  usdPerMillionTokens: "factory:usd_per_million_tokens:ratio",
  servingWatts: "factory:serving_watts:sum",
  servingAccelerators: "factory:serving_accelerators:count",
} as const;

/**
 * The factory's figures and the objectives of its answers. Metrics: vLLM and the DCGM exporter. Power and GPUs count
 * where a namespace serves, so that the workers of a model on many nodes count as well.
 */
export function servingRules({ latencyObjective, usdPerAcceleratorHour }: ServingRulesInput): RuleGroup[] {
  const figures = factoryFigures;
  const serves = "on (namespace) group_left () (count by (namespace) (vllm:num_requests_running) > bool 0)";
  const cost: RecordingRule[] =
    usdPerAcceleratorHour === undefined
      ? []
      : [
          {
            record: figures.usdPerMillionTokens,
            expr:
              `${figures.servingAccelerators} * ${usdPerAcceleratorHour} / 3600 * 1e6` +
              ` / (${figures.tokensPerSec} > 0)`,
          },
        ];
  const quantile = (metric: string) =>
    `histogram_quantile(0.95, sum by (namespace, model_name, le) (rate(${metric}_bucket[5m])))`;
  const model = "Model {{ $labels.model_name }} in {{ $labels.namespace }}";
  return [
    {
      name: "factory-figures",
      interval: "30s",
      rules: [
        {
          record: figures.tokensPerSecByModel,
          expr: "sum by (namespace, model_name) (rate(vllm:generation_tokens_total[2m]))",
        },
        { record: figures.tokensPerSec, expr: `sum(${figures.tokensPerSecByModel})` },
        { record: figures.servingWatts, expr: `sum(DCGM_FI_DEV_POWER_USAGE * ${serves})` },
        { record: figures.servingAccelerators, expr: `count(DCGM_FI_DEV_POWER_USAGE * ${serves})` },
        { record: figures.tokensPerJoule, expr: `${figures.tokensPerSec} / (${figures.servingWatts} > 0)` },
        ...cost,
      ],
    },
    {
      name: "factory-serving",
      rules: [
        alert(
          "critical",
          "TimeToFirstTokenTooLong",
          `${quantile("vllm:time_to_first_token_seconds")} > ${latencyObjective.timeToFirstTokenSec}`,
          {
            for: "10m",
            summary: `${model} takes {{ $value }} s to its first token`,
            description: `The objective is ${latencyObjective.timeToFirstTokenSec} s for 95 % of requests. Add replicas.`,
          },
        ),
        alert(
          "warning",
          "InterTokenLatencyTooLong",
          `${quantile("vllm:inter_token_latency_seconds")} > ${latencyObjective.interTokenLatencySec}`,
          {
            for: "10m",
            summary: `${model} takes {{ $value }} s for each token`,
            description: `The objective is ${latencyObjective.interTokenLatencySec} s for 95 % of tokens. Lower the batch.`,
          },
        ),
        alert("warning", "RequestsWait", "sum by (namespace, model_name) (vllm:num_requests_waiting) > 100", {
          for: "10m",
          summary: `${model} has more than 100 requests waiting`,
          description: "Demand is above what the replicas take. Add replicas, or lower the teams' quotas.",
        }),
      ],
    },
  ];
}
