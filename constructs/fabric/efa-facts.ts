/** What a pod asks for to get one EFA device, as the AWS EFA device plugin offers it. */
export const efaResourceName = "vpc.amazonaws.com/efa";

/** Bytes; what EFA and ENA interfaces use inside a VPC (EC2 User Guide, network_mtu). */
export const efaMtu = 9001;
