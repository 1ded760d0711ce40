import type { ServiceNode } from "../../../model/types";
import type { Mutable } from "./describe-rule";
import { platform } from "./platform";

/** A platform component of the model. */
export function service(id: string, dependsOn: string[] = []): Mutable<ServiceNode> {
  return {
    id,
    path: `factory/${id}`,
    addresses: [],
    clusterId: "cluster",
    namespace: id,
    images: [],
    dependsOn,
    customResources: [],
    telemetryDisabled: true,
  };
}

/** The platform, and two components of the model of which one needs the other. */
export function withServices() {
  const input = platform();
  const [certs, queues] = [service("certs"), service("queues", ["certs"])];
  input.model.services.push(certs, queues);
  return Object.assign(input, { certs, queues });
}
