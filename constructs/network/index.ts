export { FactoryVpc } from "./factory-vpc";
export { checkVpcAttributes, type FactoryVpcAttributes } from "./imported-vpc";
export { closedNetworkEndpoints } from "./service-endpoints";
export { checkFactoryVpcProps, type FactoryVpcProps, type NatGateways } from "./vpc-props";
