import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EksIdentityProviderConfig } from "@cdktf/provider-aws/lib/eks-identity-provider-config";
import { Construct } from "constructs";
import { onSynthesize } from "../../core/synthesis";
import { nameTags } from "../aws/tags";
import type { IEksCluster } from "../contracts";
import type { FactoryIdentity } from "./factory-identity";

export interface ClusterSignOnProps {
  /** The one provider, and the groups that it names. */
  readonly identity: FactoryIdentity;
  /** The cloud's cluster. */
  readonly cluster: IEksCluster;
  /** Id of the site in the factory model: folder of the file for its API servers. */
  readonly siteId: string;
  /** Version of the site's cluster. */
  readonly siteKubernetesVersion: string;
}

/**
 * Sign-on to both clusters by one identity provider: EKS is told of it, and for the site's API servers the file
 * `site/<site>/authentication-configuration.yaml` is written beside the output.
 */
export class ClusterSignOn extends Construct {
  /** The provider as EKS knows it. */
  readonly providerConfig: EksIdentityProviderConfig;

  constructor(scope: Construct, id: string, { identity, cluster, siteId, siteKubernetesVersion }: ClusterSignOnProps) {
    super(scope, id);
    const { issuerUrl, clientId, usernameClaim = "sub", groupsClaim = "groups" } = identity.props;
    this.providerConfig = new EksIdentityProviderConfig(this, "provider", {
      clusterName: cluster.clusterName,
      oidc: {
        identityProviderConfigName: "factory",
        issuerUrl,
        clientId,
        usernameClaim,
        usernamePrefix: identity.prefix,
        groupsClaim,
        groupsPrefix: identity.prefix,
      },
      tags: nameTags(this, "factory"),
    });
    onSynthesize(this, ({ outdir }) => {
      const folder = join(outdir, "site", siteId);
      mkdirSync(folder, { recursive: true });
      const text = identity.authenticationConfiguration(siteKubernetesVersion);
      writeFileSync(join(folder, "authentication-configuration.yaml"), text);
    });
  }
}
