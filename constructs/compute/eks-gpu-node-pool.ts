import type { Construct } from "constructs";
import { raise } from "../aws/problem";
import { checkEksGpuNodePoolProps } from "./checks";
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
  constructor(scope: Construct, id: string, props: EksGpuNodePoolProps) {
    super(scope, id, (self) => {
      raise(self, checkEksGpuNodePoolProps(props, self.node.path));
      return planGpuPool(props);
    });
  }
}
