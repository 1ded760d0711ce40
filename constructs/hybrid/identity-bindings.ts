import type { KubernetesObject } from "../contracts";
import { PlatformComponent } from "../platform";
import type { FactoryIdentity } from "./factory-identity";

/** What the identity's groups may do in a cluster: the same objects at the site and in the cloud. */
export class IdentityBindings extends PlatformComponent {
  constructor({
    identity,
  }: {
    /** The one provider, whose groups get the rights. */
    readonly identity: FactoryIdentity;
  }) {
    const { adminGroups, viewGroups = [] } = identity.props;
    super({
      name: "identity-bindings",
      namespace: "kube-system",
      manifests: [
        binding("factory-admins", "cluster-admin", adminGroups, identity),
        ...(viewGroups.length === 0 ? [] : [binding("factory-viewers", "view", viewGroups, identity)]),
      ],
      images: [],
    });
  }
}

function binding(
  name: string,
  role: "cluster-admin" | "view",
  groups: readonly string[],
  identity: FactoryIdentity,
): KubernetesObject {
  const apiGroup = "rbac.authorization.k8s.io";
  return {
    apiVersion: `${apiGroup}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name },
    roleRef: { apiGroup, kind: "ClusterRole", name: role },
    subjects: groups.map((group) => ({ apiGroup, kind: "Group", name: identity.group(group) })),
  };
}
