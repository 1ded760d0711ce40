/** A program that reads a Terraform state and runs a whole stack; `run.ts` looks at what it registers. */
import * as pulumi from "@pulumi/pulumi";
import { hclModule, StateReference, stateOutputs } from "ai-factory-blueprints/pulumi";

const state = stateOutputs(StateReference.local("../terraform.training-infra.tfstate"), {
  cluster_name: "string",
  nodes: "number",
  zones: "string[]",
});

class Reader extends pulumi.CustomResource {}

new Reader("test:index:Reader", "reader", {
  cluster: state.cluster_name,
  nodes: state.nodes,
  zones: state.zones,
});

hclModule("training", "./cdktf.out/stacks/training-infra");
