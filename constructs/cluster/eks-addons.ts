import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { eksAddonVersion } from "../../catalog";
import type { ITerraformDependable } from "../../core/cdktf";
import { serviceTrust } from "../aws/policy";
import { nameTags } from "../aws/tags";
import { managedPolicyArn } from "./cluster-roles";

/** An add-on of the cluster, as the factory configures it. */
export interface AddonSpec {
  readonly name: string;
  /** Configuration values, as the add-on's own schema takes them. @default - the add-on's defaults */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** AWS identity of the add-on's pods. @default - none */
  readonly identity?: { readonly serviceAccount: string; readonly managedPolicy: string };
}

/** Add-ons that nodes need in order to join, installed before any node. */
export const nodeAddons: readonly AddonSpec[] = [
  { name: "eks-pod-identity-agent" },
  { name: "kube-proxy" },
  {
    name: "vpc-cni",
    configuration: {
      env: {
        // Pods take whole prefixes of the node's own interface: EFA types have no second one to spare on card 0.
        ENABLE_PREFIX_DELEGATION: "true",
        WARM_PREFIX_TARGET: "1",
      },
      enableNetworkPolicy: "true",
    },
    identity: { serviceAccount: "aws-node", managedPolicy: "AmazonEKS_CNI_Policy" },
  },
];

/** Add-ons whose pods need a node, installed after the system pool. */
export const workloadAddons: readonly AddonSpec[] = [
  { name: "coredns" },
  { name: "metrics-server" },
  { name: "eks-node-monitoring-agent" },
  {
    name: "aws-ebs-csi-driver",
    identity: {
      serviceAccount: "ebs-csi-controller-sa",
      managedPolicy: "service-role/AmazonEBSCSIDriverPolicy",
    },
  },
];

export interface EksAddonSetProps {
  readonly clusterName: string;
  readonly kubernetesVersion: string;
  readonly region: string;
  readonly addons: readonly AddonSpec[];
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Several add-ons at the catalogue's versions. One without a known version gets the default that EKS keeps for it. */
export class EksAddonSet extends Construct {
  readonly addons: readonly EksAddon[];

  constructor(scope: Construct, id: string, props: EksAddonSetProps) {
    super(scope, id);
    this.addons = props.addons.map((spec) => this.install(spec, props));
  }

  private install(spec: AddonSpec, props: EksAddonSetProps): EksAddon {
    return new EksAddon(this, spec.name, {
      clusterName: props.clusterName,
      addonName: spec.name,
      addonVersion: eksAddonVersion(spec.name, props.kubernetesVersion)?.version,
      configurationValues: spec.configuration === undefined ? undefined : JSON.stringify(spec.configuration),
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "PRESERVE",
      podIdentityAssociation: spec.identity && [
        {
          serviceAccount: spec.identity.serviceAccount,
          roleArn: this.identityRole(spec.name, spec.identity.managedPolicy, props.region).arn,
        },
      ],
      tags: nameTags(this, spec.name),
      dependsOn: [...props.dependsOn],
    });
  }

  private identityRole(addon: string, managedPolicy: string, region: string): IamRole {
    const role = new IamRole(this, `${addon}-role`, {
      namePrefix: `${addon}-`,
      assumeRolePolicy: serviceTrust("pods.eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"]),
      tags: nameTags(this, addon),
    });
    new IamRolePolicyAttachment(this, `${addon}-policy`, {
      role: role.name,
      policyArn: managedPolicyArn(region, managedPolicy),
    });
    return role;
  }
}
