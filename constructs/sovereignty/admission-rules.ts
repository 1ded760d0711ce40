import { partitionOf } from "../../catalog";

/** What admission in a cluster of the boundary lets in. */
export interface AdmissionScope {
  /** AWS regions inside: for ECR and for placement. @default - none */
  readonly regions?: readonly string[];
  /** Registries beside ECR of the regions, with an optional path: `registry.example.org/mirror`. @default - none */
  readonly registries?: readonly string[];
  /** Provisioners of volumes that may be used. @default - the drivers of EBS, EFS, FSx and S3; any where no region is inside */
  readonly provisioners?: readonly string[];
}

/** One thing that a ValidatingAdmissionPolicy asks. */
export interface AdmissionRule {
  /** Name of the policy: `image-registries`. */
  readonly name: string;
  /** API groups of what is judged; `""` is the core group. */
  readonly apiGroups: readonly string[];
  /** Resources of those groups: `pods`. */
  readonly resources: readonly string[];
  /** CEL over `object`; all must hold. */
  readonly validations: readonly { readonly expression: string; readonly message: string }[];
  /** Whom the rule does not bind, if anybody: namespaces of the platform, or those whose pods need the host. */
  readonly spares?: "platform" | "host";
}

const pods = { apiGroups: [""], resources: ["pods", "pods/ephemeralcontainers"] } as const;
const containerLists = ["containers", "initContainers", "ephemeralContainers"];

/** Switches without which tools of machine learning call home or download; all stand for "on" by `1`. */
const offlineSwitches = [
  "DO_NOT_TRACK",
  "HF_DATASETS_OFFLINE",
  "HF_HUB_DISABLE_TELEMETRY",
  "HF_HUB_OFFLINE",
  "VLLM_NO_USAGE_STATS",
];

/** Resources that make a container one of machine learning. */
const acceleratorPrefixes = ["nvidia.com/", "amd.com/gpu", "aws.amazon.com/neuron", "habana.ai/gaudi"];

const defaultProvisioners = ["ebs.csi.aws.com", "efs.csi.aws.com", "fsx.csi.aws.com", "s3.csi.aws.com"];

/** All rules of a scope, in the order of their names. */
export function admissionRules(scope: AdmissionScope): AdmissionRule[] {
  return [
    egress(),
    hostAccess(),
    imageDigests(),
    imageRegistries(scope),
    ...placement(scope),
    ...storageClasses(scope),
    telemetry(),
  ];
}

function imageRegistries({ regions = [], registries = [] }: AdmissionScope): AdmissionRule {
  const ecr = regions.map((region) => {
    const host = `${region}.${partitionOf(region).dnsSuffix}`.replace(/\./g, "[.]");
    return `c.image.matches('^[0-9]{12}[.]dkr[.-]ecr[.]${host}/')`;
  });
  const others = registries.map((registry) => `c.image.startsWith('${registry.replace(/\/$/, "")}/')`);
  const allowed = [...ecr, ...others];
  return {
    name: "image-registries",
    ...pods,
    validations: eachContainer(
      allowed.length === 0 ? "false" : allowed.join(" || "),
      "an image comes from no registry of the boundary; an image that names no registry comes from a public one",
    ),
  };
}

function imageDigests(): AdmissionRule {
  return {
    name: "image-digests",
    ...pods,
    spares: "platform",
    validations: eachContainer(
      "c.image.matches('@sha256:[a-f0-9]{64}$')",
      "an image is named by a tag, which can be moved; name it by digest",
    ),
  };
}

function telemetry(): AdmissionRule {
  const accelerated = acceleratorPrefixes.map((prefix) => `r.startsWith('${prefix}')`).join(" || ");
  const isAccelerated = `has(c.resources) && has(c.resources.limits) && c.resources.limits.exists(r, ${accelerated})`;
  const isSet = (name: string) => `c.env.exists(e, e.name == '${name}' && has(e.value) && e.value == '1')`;
  const set = offlineSwitches.map(isSet).join(" && ");
  return {
    name: "telemetry-off",
    ...pods,
    spares: "platform",
    validations: eachContainer(
      `!(${isAccelerated}) || (has(c.env) && ${set})`,
      `a container with an accelerator needs ${offlineSwitches.join(", ")} set to 1`,
    ),
  };
}

function hostAccess(): AdmissionRule {
  const off = (field: string) => `(!has(object.spec.${field}) || !object.spec.${field})`;
  return {
    name: "host-access",
    ...pods,
    spares: "host",
    validations: [
      {
        expression: ["hostNetwork", "hostPID", "hostIPC"].map(off).join(" && "),
        message: "the pod takes the node's network, processes or memory",
      },
      {
        expression: "!has(object.spec.volumes) || object.spec.volumes.all(v, !has(v.hostPath))",
        message: "the pod mounts a folder of the node",
      },
      ...eachContainer(
        "!has(c.securityContext) || !has(c.securityContext.privileged) || !c.securityContext.privileged",
        "a container is privileged",
      ),
    ],
  };
}

function egress(): AdmissionRule {
  const internal = "service.beta.kubernetes.io/aws-load-balancer-scheme";
  const isPolicy = "object.kind != 'NetworkPolicy' || !has(object.spec.egress)";
  return {
    name: "egress",
    apiGroups: ["", "networking.k8s.io"],
    resources: ["services", "networkpolicies"],
    validations: [
      {
        expression: "object.kind != 'Service' || !has(object.spec.type) || object.spec.type != 'ExternalName'",
        message: "a Service leads to a name outside the cluster",
      },
      {
        expression:
          "object.kind != 'Service' || !has(object.spec.type) || object.spec.type != 'LoadBalancer' || " +
          `(has(object.metadata.annotations) && '${internal}' in object.metadata.annotations && ` +
          `object.metadata.annotations['${internal}'] == 'internal')`,
        message: `a load balancer must be internal: set ${internal} to internal`,
      },
      {
        // A rule without `to` lets out to everywhere, and so does a range of less than eight bits, halved or not.
        expression:
          `${isPolicy} || object.spec.egress.all(e, has(e.to) && e.to.size() > 0 && ` +
          "e.to.all(t, !has(t.ipBlock) || !t.ipBlock.cidr.matches('/[0-7]$')))",
        message: "a NetworkPolicy lets pods out to the whole internet",
      },
    ],
  };
}

function storageClasses({ regions = [], ...scope }: AdmissionScope): AdmissionRule[] {
  const provisioners = scope.provisioners ?? (regions.length > 0 ? defaultProvisioners : []);
  if (provisioners.length === 0) return [];
  const names = provisioners.map((name) => `'${name}'`).join(", ");
  const rule = {
    name: "storage-classes",
    apiGroups: ["storage.k8s.io"],
    resources: ["storageclasses"],
    validations: [
      {
        expression: `object.provisioner in [${names}]`,
        message: `volumes may come from ${provisioners.join(", ")} only`,
      },
      {
        expression:
          "object.provisioner != 'ebs.csi.aws.com' || (has(object.parameters) && 'encrypted' in object.parameters && " +
          "object.parameters['encrypted'] == 'true' && 'kmsKeyId' in object.parameters)",
        message: "volumes of EBS must be encrypted with a key of your own: set encrypted and kmsKeyId",
      },
    ],
  };
  return [rule];
}

/** Nothing to ask where the cluster stands in no region. */
function placement({ regions = [] }: AdmissionScope): AdmissionRule[] {
  if (regions.length === 0) return [];
  const names = regions.map((region) => `'${region}'`).join(", ");
  const zones = (value: string) => regions.map((region) => `${value}.matches('^${region}[a-z]$')`).join(" || ");
  const selector = "object.spec.nodeSelector";
  const [region, zone] = ["topology.kubernetes.io/region", "topology.kubernetes.io/zone"];
  const isPod = `object.kind != 'Pod' || !has(${selector})`;
  const isPool = "object.kind != 'NodePool' || !has(object.spec.template.spec.requirements)";
  return [
    {
      name: "placement",
      apiGroups: ["", "karpenter.sh"],
      resources: ["pods", "nodepools"],
      validations: [
        {
          expression: `${isPod} || !('${region}' in ${selector}) || ${selector}['${region}'] in [${names}]`,
          message: `a pod asks for a region that is none of ${regions.join(", ")}`,
        },
        {
          expression: `${isPod} || !('${zone}' in ${selector}) || ${zones(`${selector}['${zone}']`)}`,
          message: "a pod asks for a zone outside the boundary; Local Zones can stand in another country",
        },
        {
          expression:
            `${isPool} || object.spec.template.spec.requirements.all(r, r.key != '${zone}' || ` +
            `(r.operator == 'In' && r.values.all(v, ${zones("v")})))`,
          message: "a NodePool takes nodes in a zone outside the boundary",
        },
      ],
    },
  ];
}

/** A condition on every container `c`, of whichever kind. */
function eachContainer(condition: string, message: string): AdmissionRule["validations"] {
  return containerLists.map((list) => ({
    expression: `!has(object.spec.${list}) || object.spec.${list}.all(c, ${condition})`,
    message,
  }));
}
