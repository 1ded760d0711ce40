import { camelCase, isMap, listName, propertyPath } from "../../pulumi/names";

describe("names in Pulumi", () => {
  it.each([
    ["vpc_config", "vpcConfig"],
    ["tunnel1_phase1_dh_group_numbers", "tunnel1Phase1DhGroupNumbers"],
    ["arn", "arn"],
  ])("spells %s as %s", (name, wanted) => {
    expect(camelCase(name)).toBe(wanted);
  });

  it.each([
    ["taint", "taints"],
    ["ip_address", "ipAddresses"],
    ["lifecycle_policy", "lifecyclePolicies"],
    ["subnet_ids", "subnetIds"],
    ["gateway", "gateways"],
  ])("names the list %s %s", (name, wanted) => {
    expect(listName(name)).toBe(wanted);
  });

  it("writes the path of an ignored change without the index of a single block", () => {
    expect(propertyPath("scaling_config[0].desired_size")).toBe("scalingConfig.desiredSize");
  });

  it("leaves the keys of a map alone", () => {
    expect(isMap("tags")).toBe(true);
    expect(propertyPath("tags.cost_centre")).toBe("tags.cost_centre");
  });
});
