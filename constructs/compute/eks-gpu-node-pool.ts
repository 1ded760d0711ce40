import type { Construct } from "constructs";
import { raise } from "../aws/problem";
import type { IEksNodePool } from "../contracts";
import { checkEksGpuNodePoolProps } from "./checks";
import { ImportedEksNodePool, type EksNodePoolAttributes } from "./imported-node-pool";
import { ManagedNodePool } from "./managed-node-pool";
import { planGpuPool } from "./node-plan";
import type { EksGpuNodePoolProps } from "./pool-props";

/**
 * Accelerated nodes in an EKS cluster: NVIDIA GPUs, Trainium, Inferentia, Gaudi or FPGA. Interfaces, image, pod limit,
 * devices, labels and taint follow from the instance type's row in the catalogue.
 *
 * @throws FactoryError with every problem of the props
 */
export class EksGpuNodePool extends ManagedNodePool {
  /** A pool that exists already, e.g. a self-managed one. @throws FactoryError with every problem of the attributes */
  static fromAttributes(scope: Construct, id: string, attributes: EksNodePoolAttributes): IEksNodePool {
    return new ImportedEksNodePool(scope, id, attributes);
  }

  constructor(scope: Construct, id: string, props: EksGpuNodePoolProps) {
    super(scope, id, (self) => {
      raise(self, checkEksGpuNodePoolProps(props, self.node.path));
      return planGpuPool(props);
    });
  }
}
