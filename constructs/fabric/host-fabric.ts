import { Construct } from "constructs";
import type { FabricNode } from "../../model";
import type { Finding } from "../../validation/finding";
import { raise } from "../aws/problem";
import type { IHostFabric } from "../contracts";
import type { FabricAttachment } from "./fabric-attachment";
import type { HostFabricProps } from "./host-fabric-props";

/** What fabrics of an owner's own adapters have in common: the site's plan, the adapters, and how pods get them. */
export abstract class HostFabric extends Construct {
  /** Id in the factory model; the fabric's resource is named after it. */
  readonly fabricName: string;
  /** Adapters of a node in rail order, as the kernel names them. */
  readonly interfaceNames: readonly string[];
  /** Speed of one adapter, Gb/s. */
  readonly portGbps: number;
  /** How pods get the adapters. */
  readonly attachment: IHostFabric["attachment"];
  /** Namespace of the pods' networks. */
  readonly networkNamespace: string;
  private readonly props: HostFabricProps;

  /**
   * @param attachment how pods get the adapters where the props do not say
   * @param check everything that is wrong with the props, by the path of the construct
   * @throws FactoryError with every problem of the props
   */
  constructor(
    scope: Construct,
    id: string,
    props: HostFabricProps,
    attachment: FabricAttachment,
    check: (path: string) => Finding[],
  ) {
    super(scope, id);
    raise(this, check(this.node.path));
    this.props = props;
    const { kind, shares } = props.attachment ?? attachment;
    this.fabricName = props.fabricName ?? id;
    this.attachment = { kind, shares };
    this.interfaceNames = props.interfaceNames;
    this.portGbps = props.site.network(props.network).plan.endpointGbps;
    this.networkNamespace = props.networkNamespace ?? "default";
  }

  /** What the factory model says of every such fabric. */
  protected facts(): Pick<FabricNode, "id" | "siteId" | "use" | "railInterfaces" | "attachment" | "plan"> {
    const { site, network } = this.props;
    return {
      id: this.fabricName,
      siteId: site.siteId,
      use: site.network(network).use === "storage" ? "storage" : "compute",
      railInterfaces: this.interfaceNames,
      attachment: this.attachment.kind,
      plan: site.networkFacts(network),
    };
  }
}
