import { interfacesOf, launchesOf } from "../launches";
import { fail, pass, type Rule } from "../rule";

export const interfaceSecurityGroups: Rule = {
  id: "FAB-010-interface-security-groups",
  family: "FAB",
  title: "security groups stand on the network interfaces or on the launch template, not on both",
  severity: "error",
  reads: "documents",
  cause:
    "EC2 refuses a launch that names security groups for the instance and for its interfaces: the launch template can " +
    "be created, and every node then fails to start.",
  mend: "write the groups on each network interface and take vpc_security_group_ids and security_group_names away",
  sources: [
    "Amazon EC2 API Reference, RunInstances: network interfaces and instance-level security groups exclude each other",
  ],
  unknownMeans: "Never unknown: what matters is whether groups are written, not which.",
  example: {
    fails: "a template with network_interfaces and vpc_security_group_ids = [sg-…]",
    passes: "network_interfaces, each with its security_groups",
  },
  *check({ documents }) {
    for (const launch of documents ? launchesOf(documents) : []) {
      const { about, template } = launch;
      if (template === undefined || interfacesOf(launch).length === 0) continue;
      const both = ["vpc_security_group_ids", "security_group_names"].filter((name) => template.list(name).length > 0);
      if (both.length === 0) yield pass(about);
      else {
        yield fail(about, {
          message: "the launch template names security groups beside those of its network interfaces",
          given: both,
          allowed: "security_groups of network_interfaces alone",
        });
      }
    }
  },
};
