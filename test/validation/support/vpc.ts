import type { Attributes } from "./lustre";

/** A VPC with two zones, each with a public and a private subnet, a NAT gateway and routes; a node group in the private. */
export function vpcStack() {
  const vpc: Attributes = { cidr_block: "10.0.0.0/16", enable_dns_support: true, enable_dns_hostnames: true };
  const subnet = (cidr_block: string, zone: string, tags: Attributes = {}): Attributes => ({
    vpc_id: "${aws_vpc.main.id}",
    cidr_block,
    availability_zone: `eu-north-1${zone}`,
    tags,
  });
  const subnets = {
    node_a: subnet("10.0.0.0/20", "a"),
    node_b: subnet("10.0.16.0/20", "b"),
    public_a: subnet("10.0.128.0/24", "a", { "kubernetes.io/role/elb": "1" }),
    public_b: subnet("10.0.129.0/24", "b", { "kubernetes.io/role/elb": "1" }),
    service_a: subnet("10.0.130.0/24", "a", { "kubernetes.io/role/internal-elb": "1" }),
    service_b: subnet("10.0.131.0/24", "b", { "kubernetes.io/role/internal-elb": "1" }),
  };
  const association = (name: string, table: string): Attributes => ({
    subnet_id: `\${aws_subnet.${name}.id}`,
    route_table_id: `\${aws_route_table.${table}.id}`,
  });
  const route = (table: string, way: string, target: string): Attributes => ({
    route_table_id: `\${aws_route_table.${table}.id}`,
    destination_cidr_block: "0.0.0.0/0",
    [way]: target,
  });
  const routes: Record<string, Attributes> = {
    public: route("public", "gateway_id", "${aws_internet_gateway.main.id}"),
    private_a: route("private_a", "nat_gateway_id", "${aws_nat_gateway.a.id}"),
    private_b: route("private_b", "nat_gateway_id", "${aws_nat_gateway.b.id}"),
  };
  const gateway = (zone: string): Attributes => ({
    subnet_id: `\${aws_subnet.public_${zone}.id}`,
    allocation_id: `\${aws_eip.${zone}.id}`,
  });
  const gateways: Record<string, Attributes> = { a: gateway("a"), b: gateway("b") };
  const group: Attributes = {
    "//": { metadata: { path: "factory/training" } },
    subnet_ids: ["${aws_subnet.node_a.id}", "${aws_subnet.node_b.id}"],
  };
  const s3: Attributes = {
    vpc_id: "${aws_vpc.main.id}",
    service_name: "com.amazonaws.eu-north-1.s3",
    vpc_endpoint_type: "Gateway",
    route_table_ids: ["${aws_route_table.private_a.id}", "${aws_route_table.private_b.id}"],
  };
  const endpoints: Record<string, Attributes> = { s3 };
  const cluster: Attributes = {
    name: "factory",
    version: "1.35",
    kubernetes_network_config: { service_ipv4_cidr: "172.20.0.0/16" },
    vpc_config: {
      subnet_ids: ["${aws_subnet.service_a.id}", "${aws_subnet.service_b.id}"],
      endpoint_private_access: true,
      endpoint_public_access: false,
    },
  };
  const provider: Attributes = { region: "eu-north-1" };
  const stack = {
    provider: { aws: [provider] },
    resource: {
      aws_vpc: { main: vpc },
      aws_subnet: subnets as Record<string, Attributes>,
      aws_internet_gateway: { main: {} },
      aws_eip: { a: {}, b: {} },
      aws_nat_gateway: gateways,
      aws_route_table: { public: {}, private_a: {}, private_b: {} } as Record<string, Attributes>,
      aws_route: routes,
      aws_route_table_association: {
        public_a: association("public_a", "public"),
        public_b: association("public_b", "public"),
        node_a: association("node_a", "private_a"),
        node_b: association("node_b", "private_b"),
        service_a: association("service_a", "private_a"),
        service_b: association("service_b", "private_b"),
      } as Record<string, Attributes>,
      aws_vpc_endpoint: endpoints,
      aws_eks_cluster: { main: cluster },
      aws_eks_node_group: { training: group },
    },
  };
  return {
    stacks: { infra: stack } as never,
    stack,
    vpc,
    subnets,
    routes,
    gateways,
    group,
    s3,
    endpoints,
    cluster,
    provider,
  };
}

/** Rules of one security group, and the group. */
export function securityStack() {
  const rule: Attributes = {
    security_group_id: "${aws_security_group.nodes.id}",
    ip_protocol: "tcp",
    from_port: 443,
    to_port: 443,
    cidr_ipv4: "203.0.113.0/24",
  };
  const group: Attributes = {};
  const resource = { aws_security_group: { nodes: group }, aws_vpc_security_group_ingress_rule: { https: rule } };
  return {
    rule,
    group,
    resource: resource as Record<string, Record<string, Attributes>>,
    stacks: { infra: { resource } },
  };
}
