import { stateBackend } from "../../../validation/rules/OPS-006-state-backend";
import { check, describeRule } from "../support/describe-rule";

function stack() {
  const s3: Record<string, unknown> = { bucket: "state", key: "infra.tfstate", encrypt: true, use_lockfile: true };
  const terraform: Record<string, Record<string, Record<string, unknown>>> = { backend: { s3 } };
  return { s3, terraform, stacks: { infra: { terraform, resource: { aws_vpc: { main: {} } } } } as never };
}

describeRule(stateBackend, {
  passing: stack,
  stillPasses: {
    "the older lock": ({ s3 }) => Object.assign(s3, { use_lockfile: false, dynamodb_table: "locks" }),
    "HCP Terraform": ({ terraform }) => {
      delete terraform["backend"];
      terraform["cloud"] = { workspaces: { name: "factory" } };
    },
  },
  mutations: {
    "no lock": { change: ({ s3 }) => delete s3["use_lockfile"], finds: /has no lock/ },
    "no encryption": { change: ({ s3 }) => (s3["encrypt"] = false), finds: /no encryption/ },
    "on a disk": { change: ({ terraform }) => (terraform["backend"] = { local: { path: "x" } }), finds: /on the disk/ },
    "no backend": ({ terraform }) => delete terraform["backend"],
  },
  unknown: { "another backend": ({ terraform }) => (terraform["backend"] = { gcs: { bucket: "state" } }) },
});

it("OPS-006 only remarks on a local state", () => {
  const input = stack();
  delete input.terraform["backend"];
  expect(check(stateBackend, input).findings).toMatchObject([
    { severity: "info", given: "no backend, which is local" },
  ]);
});
