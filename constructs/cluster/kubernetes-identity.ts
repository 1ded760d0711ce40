import { Construct } from "constructs";
import type { IWorkloadIdentity } from "../contracts";

export interface KubernetesIdentityProps {
  /** Namespace of the service account. */
  readonly namespace: string;
  /** Name of the Kubernetes service account. */
  readonly serviceAccountName: string;
}

/** A service account of a cluster as someone who can be given access, where no cloud gives it an identity of its own. */
export class KubernetesIdentity extends Construct implements IWorkloadIdentity {
  readonly namespace: string;
  readonly serviceAccountName: string;

  constructor(scope: Construct, id: string, props: KubernetesIdentityProps) {
    super(scope, id);
    this.namespace = props.namespace;
    this.serviceAccountName = props.serviceAccountName;
  }
}
