import type { Finding } from "../../../validation/finding";
import { argoCdFiles, type ArgoCdOptions } from "./argocd";
import type { DeliveryFile } from "./delivery-file";
import { fluxFiles, type FluxOptions } from "./flux";
import { folderFiles } from "./folder";
import { planFiles, type FilesProps } from "./gitops-plan";

/** A way to bring a platform onto a cluster without Terraform. */
export class Delivery {
  /** Argo CD: an app of apps in sync waves. */
  static argoCd(options: ArgoCdOptions): Delivery {
    return new Delivery("argocd", (props) => argoCdFiles(planned(props), options));
  }

  /** Flux: layers of controllers and custom resources. */
  static flux(options: FluxOptions = {}): Delivery {
    return new Delivery("flux", (props) => fluxFiles(planned(props), options));
  }

  /** A folder that is carried to a site without a way out and installed by a script. */
  static folder(): Delivery {
    return new Delivery("folder", (props) => folderFiles(planned(props), { ...props, originals: props.components }));
  }

  private constructor(
    /** Name of the rendering's folder. */
    readonly kind: "argocd" | "flux" | "folder",
    private readonly render: (props: FilesProps) => DeliveryFile[],
  ) {}

  /**
   * The rendering's files, in the order of their paths. Works without Terraform and without a construct tree.
   *
   * @throws nothing for wrong components: ask `checkDelivery` first
   */
  files(props: FilesProps): DeliveryFile[] {
    return this.render(props).sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}

/** Everything that stands against a rendering of the components as files. */
export function checkDelivery(props: FilesProps, path: string): Finding[] {
  return [...planFiles(props, path).findings];
}

function planned(props: FilesProps) {
  return planFiles(props, props.name).plan;
}
