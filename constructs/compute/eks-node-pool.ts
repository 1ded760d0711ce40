import type { Construct } from "constructs";
import { raise } from "../aws/problem";
import type { IEksNodePool } from "../contracts";
import { checkEksNodePoolProps } from "./checks";
import { ImportedEksNodePool, type EksNodePoolAttributes } from "./imported-node-pool";
import { ManagedNodePool } from "./managed-node-pool";
import { planCpuPool } from "./node-plan";
import type { EksNodePoolProps } from "./pool-props";

/**
 * CPU nodes in an EKS cluster, for the platform's own components or for data preparation.
 *
 * @throws FactoryError with every problem of the props
 */
export class EksNodePool extends ManagedNodePool {
  /** A pool that exists already, e.g. a self-managed one. @throws FactoryError with every problem of the attributes */
  static fromAttributes(scope: Construct, id: string, attributes: EksNodePoolAttributes): IEksNodePool {
    return new ImportedEksNodePool(scope, id, attributes);
  }

  constructor(scope: Construct, id: string, props: EksNodePoolProps) {
    super(scope, id, (self) => {
      raise(self, checkEksNodePoolProps(props, self.node.path));
      return planCpuPool(props);
    });
  }
}
