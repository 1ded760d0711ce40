import { mutants, type Mutant } from "../mutant";
import { NotHere, type Json, type World } from "../world";

/** A resource of a type that stands in the same stack as the network. */
function addInfra(w: World, type: string, name: string, block: Json): void {
  ((w.stackOf("aws_vpc")[type] ??= {}) as Json)[name] = block;
}

/** Changes the text of a role's first own policy. */
const policy = (change: (text: string) => string) => (w: World) => {
  const own = w.one("aws_iam_role_policy");
  own["policy"] = change(String(own["policy"]));
};

const bucket = (w: World, change: (bucket: Json) => void) => {
  const own = w.one("aws_s3_bucket");
  delete own["lifecycle"];
  change(own);
};

function budget(spec: Json): (w: World) => void {
  return (w) =>
    w.apply({
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name: "keep", namespace: "default" },
      spec: { selector: { matchLabels: { app: "keep" } }, ...spec },
    });
}

const backend = (w: World, kind: string, settings: Json) => {
  const [stack] = Object.values(w.stacks);
  if (stack === undefined) throw new NotHere("a stack");
  stack["terraform"]["backend"] = { [kind]: settings };
};

/** Faults of what keeps a factory running: upgrades, logs, keys, state, tags, disruption. */
export const operationsMutants: readonly Mutant[] = [
  ...mutants("OPS-001", {
    "a destroy empties the bucket": (w) => bucket(w, (own) => (own["force_destroy"] = true)),
    "a filesystem without links is destroyed without a backup": (w) =>
      addInfra(w, "aws_fsx_lustre_file_system", "alone", {
        deployment_type: "PERSISTENT_2",
        per_unit_storage_throughput: 250,
        storage_capacity: 1200,
        skip_final_backup: true,
        subnet_ids: ["subnet-0123456789abcdef0"],
      }),
    "a database is destroyed without a snapshot": (w) =>
      addInfra(w, "aws_db_instance", "records", { engine: "postgres", skip_final_snapshot: true }),
    "a database that can never be destroyed": (w) =>
      addInfra(w, "aws_db_instance", "records", { engine: "postgres", skip_final_snapshot: false }),
  }),
  ...mutants("OPS-003", {
    "logs are kept for ever": (w) => (w.one("aws_cloudwatch_log_group")["retention_in_days"] = 0),
    "no retention": (w) => delete w.one("aws_cloudwatch_log_group")["retention_in_days"],
    "a retention that CloudWatch does not have": (w) => (w.one("aws_cloudwatch_log_group")["retention_in_days"] = 42),
    "audit logs of a week": (w) => (w.one("aws_cloudwatch_log_group", "cluster")["retention_in_days"] = 7),
  }),
  ...mutants("OPS-004", {
    "nobody names the Kubernetes version": (w) => delete w.one("aws_eks_cluster")["version"],
    "the cluster is three years older": (w) => {
      w.one("aws_eks_cluster");
      w.today = "2029-11-21";
    },
    "a version in extended support": (w) => (w.one("aws_eks_cluster")["version"] = "1.32"),
  }),
  ...mutants("OPS-005", {
    "nodes newer than the control plane": (w) => (w.one("aws_eks_node_group", "system")["version"] = "1.37"),
    "nodes five versions behind": (w) => (w.one("aws_eks_node_group", "system")["version"] = "1.29"),
    "the control plane goes back": (w) => (w.one("aws_eks_cluster")["version"] = "1.31"),
  }),
  ...mutants("OPS-006", {
    "a state in a bucket without a lock": (w) => backend(w, "s3", { bucket: "states", key: "factory" }),
    "a state in a bucket, in clear": (w) =>
      backend(w, "s3", { bucket: "states", key: "factory", use_lockfile: true, encrypt: false }),
  }),
  ...mutants("OPS-007", {
    "a tag that only AWS gives": (w) => (w.one("aws_vpc")["tags"]["aws:owner"] = "research"),
    "a tag's value that is too long": (w) => (w.one("aws_vpc")["tags"]["purpose"] = "x".repeat(300)),
    "a tag without a name": (w) => (w.one("aws_vpc")["tags"][""] = "research"),
    "more tags than AWS takes": (w) => {
      for (let index = 0; index < 60; index++) w.one("aws_vpc")["tags"][`tag-${index}`] = "x";
    },
  }),
  ...mutants("OPS-008", {
    "an effect that IAM does not know": policy((text) => text.replace('"Allow"', '"Permit"')),
    "an action without its service": policy((text) => text.replace(/"(\w+):(\w+)"/, '"$1$2"')),
    "a policy without a statement": policy(() => "{}"),
    "a role that anybody could take, or nobody": (w) => {
      const role = w.one("aws_iam_role");
      role["assume_role_policy"] = String(role["assume_role_policy"]).replace('"Principal"', '"Principals"');
    },
    "a policy that is too long": policy((text) => text.replace('"Action":', `"Sid":"${"x".repeat(11_000)}","Action":`)),
  }),
  ...mutants("OPS-009", {
    "a managed policy of China": (w) =>
      (w.one("aws_iam_role_policy_attachment")["policy_arn"] = "arn:aws-cn:iam::aws:policy/AmazonEKSClusterPolicy"),
    "the right to a bucket of GovCloud": policy((text) =>
      text.replace(/"Resource":/, '"NotResource":"arn:aws-us-gov:s3:::states/*","Resource":'),
    ),
  }),
  ...mutants("OPS-010", {
    "an access entry of a type that EKS does not have": (w) =>
      addInfra(w, "aws_eks_access_entry", "site", { principal_arn: "${aws_iam_role.site.arn}", type: "HYBRID" }),
  }),
  ...mutants("OPS-055", {
    "an update takes all system nodes away": (w) =>
      (w.one("aws_eks_node_group", "system")["update_config"] = { max_unavailable_percentage: 100 }),
    "an update's pace stated twice": (w) =>
      (w.one("aws_eks_node_group", "system")["update_config"] = {
        max_unavailable: 1,
        max_unavailable_percentage: 33,
      }),
    "an update of no node": (w) => (w.one("aws_eks_node_group", "system")["update_config"] = { max_unavailable: 0 }),
  }),
  ...mutants("OPS-056", {
    "a key that is gone in a week": (w) => (w.one("aws_kms_key")["deletion_window_in_days"] = 7),
    "a waiting period that KMS does not have": (w) => (w.one("aws_kms_key")["deletion_window_in_days"] = 60),
  }),
  ...mutants("AVL-006", {
    "a budget that no drain gets past": budget({ maxUnavailable: 0 }),
    "a budget of no per cent": budget({ maxUnavailable: "0%" }),
    "a budget that needs all replicas": budget({ minAvailable: "100%" }),
  }),
];
