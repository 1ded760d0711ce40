/** Series as Prometheus would have scraped them, and what the rules must say of them. */
export interface RuleTest {
  readonly title: string;
  readonly interval: string;
  readonly input_series: readonly { readonly series: string; readonly values: string }[];
  readonly alert_rule_test?: readonly {
    readonly eval_time: string;
    readonly alertname: string;
    readonly exp_alerts: readonly { readonly exp_labels: object; readonly exp_annotations?: object }[];
  }[];
  readonly promql_expr_test?: readonly {
    readonly expr: string;
    readonly eval_time: string;
    readonly exp_samples: readonly { readonly labels: string; readonly value: number }[];
  }[];
}

const gpu = 'gpu="0", Hostname="node-1", namespace="train", pod="rank-0"';
const served = 'namespace="serving", model_name="m", pod="vllm-0"';
export const silent = (alertname: string, eval_time: string) => ({ eval_time, alertname, exp_alerts: [] });

export const ruleTests: readonly RuleTest[] = [
  {
    title: "An Xid of the hardware is an alert at once; one that a job causes is none",
    interval: "1m",
    input_series: [
      { series: `DCGM_FI_DEV_XID_ERRORS{${gpu}}`, values: "0 0 79 79" },
      { series: 'DCGM_FI_DEV_XID_ERRORS{gpu="1", Hostname="node-1"}', values: "31 31 31 31" },
    ],
    alert_rule_test: [
      silent("AcceleratorXid", "1m"),
      {
        eval_time: "2m",
        alertname: "AcceleratorXid",
        exp_alerts: [
          {
            exp_labels: { severity: "critical", gpu: "0", Hostname: "node-1", namespace: "train", pod: "rank-0" },
            exp_annotations: {
              summary: "GPU 0 of node-1 reported Xid 79",
              description:
                "An error of the hardware or the driver. Drain the node, run the diagnostics, and reset the GPU.",
            },
          },
        ],
      },
    ],
  },
  {
    title: "Busy GPUs whose tensor pipe is idle are a stalled collective; computing ones are not",
    interval: "1m",
    input_series: [
      { series: `DCGM_FI_DEV_GPU_UTIL{${gpu}}`, values: "100x30" },
      { series: `DCGM_FI_PROF_PIPE_TENSOR_ACTIVE{${gpu}}`, values: "0x30" },
      { series: 'DCGM_FI_DEV_GPU_UTIL{gpu="0", namespace="train", pod="healthy"}', values: "100x30" },
      { series: 'DCGM_FI_PROF_PIPE_TENSOR_ACTIVE{gpu="0", namespace="train", pod="healthy"}', values: "0.4x30" },
    ],
    alert_rule_test: [
      silent("CollectiveStalled", "10m"),
      {
        eval_time: "20m",
        alertname: "CollectiveStalled",
        exp_alerts: [
          {
            exp_labels: { severity: "warning", namespace: "train", pod: "rank-0" },
            exp_annotations: {
              summary: "Pod train/rank-0 waits in a collective",
              description:
                "Its GPUs are busy and compute nothing, as NCCL's kernels are that wait for another rank. " +
                "Find the rank that is missing, and look at the fabric's alerts.",
            },
          },
        ],
      },
    ],
  },
  {
    title: "A link that goes down three times in an hour flaps; once is no flap",
    interval: "10m",
    input_series: [
      { series: 'node_infiniband_link_downed_total{device="mlx5_0", port="1", instance="n1"}', values: "0 1 2 4 4" },
      { series: 'node_infiniband_link_error_recovery_total{device="mlx5_0", port="1", instance="n1"}', values: "0x5" },
      { series: 'node_infiniband_link_downed_total{device="mlx5_1", port="1", instance="n1"}', values: "0 1 1 1 1" },
      { series: 'node_infiniband_link_error_recovery_total{device="mlx5_1", port="1", instance="n1"}', values: "0x5" },
    ],
    alert_rule_test: [
      {
        eval_time: "40m",
        alertname: "FabricLinkFlaps",
        exp_alerts: [
          {
            exp_labels: { severity: "warning", device: "mlx5_0", port: "1", instance: "n1" },
            exp_annotations: {
              summary: "Port 1 of mlx5_0 on n1 flaps",
              description: "The link went down more than twice in an hour. Clean or replace cable and transceiver.",
            },
          },
        ],
      },
    ],
  },
  {
    // 6000 tokens a minute are 100 a second; 400 + 600 W make 0.1 token per joule; two GPUs at 3 USD an hour cost
    // 6 / 3600 USD for 100 tokens, which are 16.67 USD for a million. Power of a namespace without a model is left out.
    title: "Tokens per second, tokens per joule and cost of a million tokens are what arithmetic says",
    interval: "1m",
    input_series: [
      { series: `vllm:generation_tokens_total{${served}}`, values: "0+6000x10" },
      { series: `vllm:num_requests_running{${served}}`, values: "0x10" },
      { series: 'DCGM_FI_DEV_POWER_USAGE{namespace="serving", pod="vllm-0", gpu="0"}', values: "400x10" },
      { series: 'DCGM_FI_DEV_POWER_USAGE{namespace="serving", pod="worker-1", gpu="1"}', values: "600x10" },
      { series: 'DCGM_FI_DEV_POWER_USAGE{namespace="train", pod="rank-0", gpu="0"}', values: "700x10" },
    ],
    promql_expr_test: [
      {
        expr: "factory:tokens_per_second:sum",
        eval_time: "10m",
        exp_samples: [{ labels: "factory:tokens_per_second:sum", value: 100 }],
      },
      {
        expr: "factory:tokens_per_joule:ratio",
        eval_time: "10m",
        exp_samples: [{ labels: "factory:tokens_per_joule:ratio", value: 0.1 }],
      },
      {
        expr: "round(factory:usd_per_million_tokens:ratio, 0.01)",
        eval_time: "10m",
        exp_samples: [{ labels: "{}", value: 16.67 }],
      },
    ],
  },
  {
    title: "A volume that is 96 % full is an alert, one that is 90 % full is none",
    interval: "1m",
    input_series: [
      { series: 'kubelet_volume_stats_available_bytes{namespace="a", persistentvolumeclaim="full"}', values: "4x20" },
      { series: 'kubelet_volume_stats_capacity_bytes{namespace="a", persistentvolumeclaim="full"}', values: "100x20" },
      { series: 'kubelet_volume_stats_available_bytes{namespace="a", persistentvolumeclaim="ok"}', values: "10x20" },
      { series: 'kubelet_volume_stats_capacity_bytes{namespace="a", persistentvolumeclaim="ok"}', values: "100x20" },
    ],
    alert_rule_test: [
      {
        eval_time: "10m",
        alertname: "FilesystemAlmostFull",
        exp_alerts: [
          {
            exp_labels: { severity: "critical", namespace: "a", persistentvolumeclaim: "full" },
            exp_annotations: {
              summary: "Volume a/full is more than 95 % full",
              description: "Checkpoints fail when it is full. Delete old ones, release cold data, or enlarge it.",
            },
          },
        ],
      },
    ],
  },
  {
    // Two GPUs at 5 USD, 10 processors at 0.05 and 100 GiB at 0.004 make 10.9 USD an hour; the node costs 44.
    title: "A team pays for what its pods hold, and what nobody holds is idle",
    interval: "1m",
    input_series: [
      { series: 'container_gpu_allocation{namespace="vision", pod="a", container="c", node="n1"}', values: "2x10" },
      { series: 'container_cpu_allocation{namespace="vision", pod="a", container="c", node="n1"}', values: "10x10" },
      {
        series: 'container_memory_allocation_bytes{namespace="vision", pod="a", container="c", node="n1"}',
        values: "107374182400x10",
      },
      { series: 'node_gpu_hourly_cost{node="n1", instance="n1"}', values: "5x10" },
      { series: 'node_cpu_hourly_cost{node="n1", instance="n1"}', values: "0.05x10" },
      { series: 'node_ram_hourly_cost{node="n1", instance="n1"}', values: "0.004x10" },
      { series: 'node_total_hourly_cost{node="n1", instance="n1"}', values: "44x10" },
      { series: 'kube_namespace_labels{namespace="vision", label_ai_factory_team="vision", job="a"}', values: "1x10" },
      { series: 'kube_namespace_labels{namespace="vision", job="b"}', values: "1x10" },
    ],
    promql_expr_test: [
      {
        expr: "round(factory:usd_per_hour:team, 0.01)",
        eval_time: "10m",
        exp_samples: [{ labels: '{label_ai_factory_team="vision"}', value: 10.9 }],
      },
      {
        expr: "round(factory:idle_usd_per_hour:sum, 0.01)",
        eval_time: "10m",
        exp_samples: [{ labels: "{}", value: 33.1 }],
      },
    ],
  },
  {
    title: "A partition without a leader wakes somebody after two minutes",
    interval: "1m",
    input_series: [
      {
        series: 'kafka_controller_kafkacontroller_offlinepartitionscount{namespace="kafka", pod="c-0"}',
        values: "0 3 3 3 3 3",
      },
    ],
    alert_rule_test: [
      silent("KafkaPartitionsOffline", "2m"),
      {
        eval_time: "4m",
        alertname: "KafkaPartitionsOffline",
        exp_alerts: [
          {
            exp_labels: { severity: "critical" },
            exp_annotations: {
              summary: "3 partitions of streams have no leader",
              description: "Nobody can read or write them. Bring the brokers back that hold their copies.",
            },
          },
        ],
      },
    ],
  },
  {
    title: "A node that is taken out is told of; so many at once that it stops wake somebody",
    interval: "1m",
    input_series: [
      {
        series: 'fault_quarantine_current_quarantined_nodes{namespace="nvsentinel", node="n7", pod="p"}',
        values: "0 1 1",
      },
      { series: 'fault_quarantine_breaker_utilization{namespace="nvsentinel", pod="p"}', values: "0 0.05 0.2" },
    ],
    alert_rule_test: [
      silent("NodeQuarantined", "0m"),
      silent("QuarantineStopped", "1m"),
      {
        eval_time: "2m",
        alertname: "NodeQuarantined",
        exp_alerts: [
          {
            exp_labels: { severity: "warning", node: "n7" },
            exp_annotations: {
              summary: "Node n7 was taken out for a fatal error of its hardware",
              description:
                "Its jobs go on elsewhere. Look at the node's conditions, mend it, and it comes back by itself.",
            },
          },
        ],
      },
      {
        eval_time: "2m",
        alertname: "QuarantineStopped",
        exp_alerts: [
          {
            exp_labels: { severity: "critical" },
            exp_annotations: {
              summary: "So many nodes fail at once that no more are taken out",
              description: "This is no broken GPU: look for power, cooling, the fabric, or a driver that was changed.",
            },
          },
        ],
      },
    ],
  },
  {
    title: "An EFA device that lost a peer is an alert at once; two packets in a hundred sent again are one, too",
    interval: "1m",
    input_series: [
      {
        series: 'node_amazonefa_unresponsive_remote_events{device="rdmap1", port="1", instance="n1"}',
        values: "0 0 1 1",
      },
      { series: 'node_amazonefa_retrans_pkts{device="rdmap1", port="1", instance="n1"}', values: "0+2000x30" },
      { series: 'node_amazonefa_tx_pkts{device="rdmap1", port="1", instance="n1"}', values: "0+100000x30" },
      { series: 'node_amazonefa_retrans_pkts{device="rdmap2", port="1", instance="n1"}', values: "0+20x30" },
      { series: 'node_amazonefa_tx_pkts{device="rdmap2", port="1", instance="n1"}', values: "0+100000x30" },
    ],
    alert_rule_test: [
      silent("EfaPeerSilent", "1m"),
      {
        eval_time: "3m",
        alertname: "EfaPeerSilent",
        exp_alerts: [
          {
            exp_labels: { severity: "critical", device: "rdmap1", port: "1", instance: "n1" },
            exp_annotations: {
              summary: "rdmap1 on n1 lost a peer",
              description:
                "The other side of a connection does not answer: its node, its process, or a security group that is closed.",
            },
          },
        ],
      },
      silent("EfaRetransmissions", "10m"),
      {
        eval_time: "25m",
        alertname: "EfaRetransmissions",
        exp_alerts: [
          {
            exp_labels: { severity: "warning", device: "rdmap1", port: "1", instance: "n1" },
            exp_annotations: {
              summary: "rdmap1 on n1 sends more than one packet in a hundred again",
              description: "Collectives wait for them. Look at the placement of the job's nodes, and at the peers.",
            },
          },
        ],
      },
    ],
  },
  {
    title:
      "One answer in ten that fails wakes somebody, by either gateway; the pages of its own administration do not count",
    interval: "1m",
    input_series: [
      {
        series: 'envoy_http_downstream_rq_total{job="gateway/envoy", envoy_http_conn_manager_prefix="https", pod="a"}',
        values: "0+600x20",
      },
      {
        series:
          'envoy_http_downstream_rq_xx{job="gateway/envoy", envoy_http_conn_manager_prefix="https", pod="a", envoy_response_code_class="5"}',
        values: "0+60x20",
      },
      {
        series: 'haproxy_frontend_http_requests_total{job="gateway/haproxy", proxy="inference", pod="h"}',
        values: "0+600x20",
      },
      {
        series: 'haproxy_frontend_http_responses_total{job="gateway/haproxy", proxy="inference", code="5xx", pod="h"}',
        values: "0+6x20",
      },
    ],
    alert_rule_test: [
      {
        eval_time: "15m",
        alertname: "GatewayErrors",
        exp_alerts: [
          {
            exp_labels: { severity: "critical" },
            exp_annotations: {
              summary: "More than one in twenty requests to envoy fails",
              description:
                "They end with 5xx. Look which model they were for in the gateway's audit log, and at its copies.",
            },
          },
        ],
      },
    ],
  },
  {
    title: "A model without a copy wakes somebody, unless another site stands in or it was scaled to zero",
    interval: "1m",
    input_series: [
      { series: 'haproxy_backend_active_servers{job="gateway/haproxy", proxy="model_a", pod="h"}', values: "0x20" },
      { series: 'haproxy_backend_active_servers{job="gateway/haproxy", proxy="model_b", pod="h"}', values: "0x20" },
      { series: 'haproxy_backend_backup_servers{job="gateway/haproxy", proxy="model_b", pod="h"}', values: "1x20" },
      { series: 'envoy_cluster_membership_healthy{job="gateway/envoy", envoy_cluster_name="c"}', values: "0x20" },
      { series: 'envoy_cluster_membership_total{job="gateway/envoy", envoy_cluster_name="c"}', values: "0x20" },
    ],
    alert_rule_test: [
      {
        eval_time: "10m",
        alertname: "GatewayModelUnreachable",
        exp_alerts: [
          {
            exp_labels: { severity: "critical", proxy: "model_a" },
            exp_annotations: {
              summary: "model_a has no copy that haproxy could ask",
              description: "Its callers get 503, unless the model was scaled to zero and is on its way.",
            },
          },
        ],
      },
    ],
  },
  {
    title:
      "Refused requests above one in five are told of after a quarter of an hour; a rate limiter that is gone wakes somebody",
    interval: "1m",
    input_series: [
      {
        series: 'envoy_http_downstream_rq_total{job="gateway/envoy", envoy_http_conn_manager_prefix="https"}',
        values: "0+600x40",
      },
      { series: 'envoy_cluster_ratelimit_over_limit{job="gateway/envoy", envoy_cluster_name="c"}', values: "0+300x40" },
      { series: 'envoy_cluster_ratelimit_error{job="gateway/envoy", envoy_cluster_name="c"}', values: "0+1x40" },
    ],
    alert_rule_test: [
      silent("GatewayRefuses", "10m"),
      {
        eval_time: "30m",
        alertname: "GatewayRefuses",
        exp_alerts: [
          {
            exp_labels: { severity: "warning" },
            exp_annotations: {
              summary: "envoy refuses more than one in five requests",
              description: "They are above a team's quota (429), or without a key. The audit log says whose.",
            },
          },
        ],
      },
      {
        eval_time: "30m",
        alertname: "GatewayQuotasNotCounted",
        exp_alerts: [
          {
            exp_labels: { severity: "critical" },
            exp_annotations: {
              summary: "envoy reaches no rate limiter",
              description: "Teams' quotas are not kept. Look at Envoy's rate limiter and at the store it counts in.",
            },
          },
        ],
      },
    ],
  },
];
