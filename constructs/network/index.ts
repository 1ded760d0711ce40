export { FactoryVpc } from "./factory-vpc";
export { checkVpcAttributes, type FactoryVpcAttributes } from "./imported-vpc";
export { closedNetworkEndpoints } from "./service-endpoints";
export {
  checkFactoryVpcProps,
  defaultCidrBlock,
  defaultNodeCidrBlock,
  type FactoryVpcProps,
  type NatGateways,
} from "./vpc-props";
