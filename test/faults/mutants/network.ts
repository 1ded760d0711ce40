import { mutants, type Mutant } from "../mutant";
import { NotHere, type Json, type World } from "../world";

function closed(w: World): void {
  w.one("aws_vpc");
  w.part("networks", (network) => network.closed);
}

function interfaceEndpoint(w: World): Json {
  const [found] = w.named("aws_vpc_endpoint").filter(([, each]) => each["vpc_endpoint_type"] === "Interface");
  if (found === undefined) throw new NotHere("an interface endpoint");
  return found[1];
}

/** Faults of networks and addresses. */
export const networkMutants: readonly Mutant[] = [
  ...mutants("NET-001", {
    "services inside the network": (w) => (w.part("clusters").serviceCidr = w.part("networks").cidrBlocks[0]),
    "two subnets in one place (model)": (w) => {
      const [first, second] = w.part("networks", ({ subnets }) => subnets.length > 1).subnets;
      if (first?.cidrBlock !== undefined && second) second.cidrBlock = first.cidrBlock;
    },
  }),
  ...mutants("NET-002", {
    "a subnet too small for its pods": (w) => {
      const { subnets } = w.part("networks", (network) => network.subnets.length > 1);
      const subnet = subnets.find(({ neededAddresses }) => neededAddresses !== undefined);
      if (subnet) subnet.cidrBlock = "100.64.0.0/26";
    },
  }),
  ...mutants("NET-003", {
    "the cluster's services inside the VPC": (w) =>
      (w.one("aws_eks_cluster")["kubernetes_network_config"]["service_ipv4_cidr"] = "10.0.64.0/20"),
    "a public range for services": (w) =>
      (w.one("aws_eks_cluster")["kubernetes_network_config"]["service_ipv4_cidr"] = "8.8.0.0/16"),
  }),
  ...mutants("NET-004", {
    "an API that is open to the world": (w) =>
      (w.one("aws_eks_cluster")["vpc_config"]["endpoint_public_access"] = true),
    "an API that nobody reaches": (w) => (w.one("aws_eks_cluster")["vpc_config"]["endpoint_private_access"] = false),
    "no setting, which is an open API": (w) => {
      delete w.one("aws_eks_cluster")["vpc_config"]["endpoint_public_access"];
      delete w.one("aws_eks_cluster")["vpc_config"]["endpoint_private_access"];
    },
  }),
  ...mutants("NET-005", {
    "a subnet outside of the VPC": (w) => (w.one("aws_subnet", "node")["cidr_block"] = "192.168.0.0/24"),
    "two subnets in one place": (w) => {
      w.one("aws_subnet", "node");
      const [first, second] = w.named("aws_subnet", "node");
      if (first && second) second[1]["cidr_block"] = first[1]["cidr_block"];
    },
    "a subnet larger than EC2 takes": (w) => (w.one("aws_subnet", "node")["cidr_block"] = "100.0.0.0/8"),
    "a public range for the VPC": (w) => (w.one("aws_vpc")["cidr_block"] = "10.0.0.0/8"),
  }),
  ...mutants("NET-006", {
    "SSH from the world": (w) => {
      const group = w.named("aws_security_group")[0]?.[0];
      w.add("aws_vpc_security_group_ingress_rule", "", "ssh", {
        security_group_id: `\${aws_security_group.${group}.id}`,
        cidr_ipv4: "0.0.0.0/0",
        ip_protocol: "tcp",
        from_port: 22,
        to_port: 22,
      });
    },
    "everything from the world": (w) => {
      const group = w.named("aws_security_group")[0]?.[0];
      w.add("aws_vpc_security_group_ingress_rule", "", "all", {
        security_group_id: `\${aws_security_group.${group}.id}`,
        cidr_ipv4: "0.0.0.0/0",
        ip_protocol: "-1",
      });
    },
  }),
  ...mutants("NET-007", {
    "a protocol that does not exist": (w) => (w.one("aws_vpc_security_group_ingress_rule")["ip_protocol"] = "sctp-x"),
    "ports in the wrong order": (w) =>
      Object.assign(w.one("aws_vpc_security_group_ingress_rule"), { ip_protocol: "tcp", from_port: 443, to_port: 80 }),
  }),
  ...mutants("NET-008", {
    "the private routes lose their way out": (w) => {
      w.one("aws_route");
      for (const [name, , all] of w.named("aws_route")) delete all[name];
      for (const [, table] of w.named("aws_route_table")) delete table["route"];
    },
    "there is no NAT gateway": (w) => {
      w.one("aws_nat_gateway");
      for (const [name, , all] of w.named("aws_nat_gateway")) delete all[name];
      for (const [name, route, all] of w.named("aws_route"))
        if (route["nat_gateway_id"] !== undefined) delete all[name];
    },
  }),
  ...mutants("NET-009", {
    "nodes in a public subnet": (w) => {
      const [name] = w.named("aws_subnet", "public")[0] ?? [];
      w.cpu.group["subnet_ids"] = [`\${aws_subnet.${name}.id}`];
    },
    "a node subnet gives public addresses": (w) => (w.one("aws_subnet", "node")["map_public_ip_on_launch"] = true),
  }),
  ...mutants("NET-011", {
    "a control plane in one subnet": (w) => {
      const network = w.one("aws_eks_cluster")["vpc_config"] as Json;
      network["subnet_ids"] = network["subnet_ids"].slice(0, 1);
    },
  }),
  ...mutants("NET-016", {
    "a closed network gets a way out": (w) => {
      closed(w);
      w.stackOf("aws_vpc")["aws_nat_gateway"] = { out: { connectivity_type: "public", subnet_id: "subnet-1" } };
    },
    "a closed network gets an internet gateway": (w) => {
      closed(w);
      const [name] = w.named("aws_vpc")[0] ?? [];
      w.stackOf("aws_vpc")["aws_internet_gateway"] = { out: { vpc_id: `\${aws_vpc.${name}.id}` } };
    },
    "a closed network loses the way to images": (w) => {
      closed(w);
      w.remove("aws_vpc_endpoint", "ecr");
    },
    "a private endpoint that nobody finds by name": (w) => {
      closed(w);
      interfaceEndpoint(w)["private_dns_enabled"] = false;
    },
  }),
  ...mutants("NET-017", {
    "no route table leads to the endpoint of S3": (w) => (w.one("aws_vpc_endpoint", "s3")["route_table_ids"] = []),
    "an endpoint of another region": (w) =>
      (w.one("aws_vpc_endpoint", "s3")["service_name"] = "com.amazonaws.ap-south-2.s3"),
    "an endpoint of a service that is written wrongly": (w) => (w.one("aws_vpc_endpoint", "s3")["service_name"] = "s3"),
    "a gateway endpoint for a service that has none": (w) => {
      const endpoint = w.one("aws_vpc_endpoint", "s3");
      endpoint["service_name"] = String(endpoint["service_name"]).replace(/\.s3$/, ".sqs");
    },
    "an endpoint without a subnet": (w) => (interfaceEndpoint(w)["subnet_ids"] = []),
  }),
  ...mutants("NET-018", {
    "load balancers find no subnet": (w) => {
      w.one("aws_subnet");
      for (const [, subnet] of w.named("aws_subnet")) {
        for (const tag of Object.keys((subnet["tags"] ?? {}) as object)) {
          if (tag.startsWith("kubernetes.io/role/")) delete subnet["tags"][tag];
        }
      }
    },
    "public load balancers in a private subnet": (w) => {
      w.release("aws-load-balancer-controller");
      w.one("aws_subnet", "node")["tags"]["kubernetes.io/role/elb"] = "1";
    },
  }),
  ...mutants("NET-019", {
    "pods with the frames of an office": (w) =>
      (w.one("aws_eks_addon", "vpc-cni")["configuration_values"] = JSON.stringify({
        env: { AWS_VPC_ENI_MTU: "1500" },
      })),
  }),
  ...mutants("NET-021", {
    "the control plane in a subnet by its name": (w) =>
      (w.one("aws_eks_cluster")["vpc_config"]["subnet_ids"][0] = "private-a"),
    "an interface in a security group by its name": (w) =>
      (w.gpu.interfaces[0] as Json)["security_groups"].push("accelerators"),
    "a pool in a VPC instead of a subnet": (w) => (w.gpu.group["subnet_ids"] = ["vpc-0123456789abcdef0"]),
  }),
  ...mutants("NET-012", {
    "a subnet in a zone of another region": (w) => (w.one("aws_subnet", "node")["availability_zone"] = "eu-west-1a"),
    "the provider works in another region": (w) => {
      w.one("aws_subnet");
      for (const stack of Object.values(w.stacks))
        if (stack["provider"]?.["aws"]) stack["provider"]["aws"][0]["region"] = "eu-west-1";
    },
  }),
];
