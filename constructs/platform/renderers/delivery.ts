import type { Finding } from "../../../validation/finding";
import { argoCdFiles, type ArgoCdOptions } from "./argocd";
import type { DeliveryFile } from "./delivery-file";
import { fluxFiles, type FluxOptions } from "./flux";
import { folderFiles } from "./folder";
import { planFiles, type FilesProps } from "./gitops-plan";

/** What a way of delivery is told. */
export type DeliveryOptions =
  | ({ readonly kind: "argocd" } & ArgoCdOptions)
  | ({ readonly kind: "flux" } & FluxOptions)
  | { readonly kind: "folder" };

/** A way to bring a platform onto a cluster without Terraform. */
export class Delivery {
  /** Argo CD: an app of apps in sync waves. */
  static argoCd(options: ArgoCdOptions): Delivery {
    return new Delivery({ ...options, kind: "argocd" });
  }

  /** Flux: layers of controllers and custom resources. */
  static flux(options: FluxOptions = {}): Delivery {
    return new Delivery({ ...options, kind: "flux" });
  }

  /** A folder that is carried to a site without a way out and installed by a script. */
  static folder(): Delivery {
    return new Delivery({ kind: "folder" });
  }

  private constructor(/** The tool, and what it is told. */ readonly options: DeliveryOptions) {}

  /** Name of the rendering's folder. */
  get kind(): "argocd" | "flux" | "folder" {
    return this.options.kind;
  }

  /**
   * The rendering's files, in the order of their paths. Works without Terraform and without a construct tree.
   *
   * @throws nothing for wrong components: ask `checkDelivery` first
   */
  files(props: FilesProps): DeliveryFile[] {
    return this.rendered(props).sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  private rendered(props: FilesProps): DeliveryFile[] {
    const { options } = this;
    const plan = planned(props);
    if (options.kind === "argocd") return argoCdFiles(plan, options);
    if (options.kind === "flux") return fluxFiles(plan, options);
    return folderFiles(plan, { ...props, originals: props.components });
  }
}

/** Everything that stands against a rendering of the components as files. */
export function checkDelivery(props: FilesProps, path: string): Finding[] {
  return [...planFiles(props, path).findings];
}

function planned(props: FilesProps) {
  return planFiles(props, props.name).plan;
}
