import type { ProjectOptions } from "./project";

/** The pipelines of a project, by path: the check on every change, and the gate on the plan. */
export function continuousIntegration({ choice, answers }: ProjectOptions): readonly (readonly [string, string])[] {
  const { region } = answers;
  const onAws = choice.source !== "onprem/factory" && region !== undefined;
  return [
    ["ci/plan-gate.sh", planGate],
    [".github/workflows/factory.yml", github(onAws ? region : undefined)],
    [".gitlab-ci.yml", gitlab(onAws ? region : undefined)],
  ];
}

const planGate = `#!/bin/sh
# Plans the stacks that are named and judges each plan by the design rules; fails at the first that has errors.
# Usage: sh ci/plan-gate.sh STACK...
set -eu
[ $# -gt 0 ] || { echo "usage: sh ci/plan-gate.sh STACK..." >&2; exit 2; }
mkdir -p plans
for stack in "$@"; do
  folder="cdktf.out/stacks/$stack"
  [ -d "$folder" ] || { echo "no stack $stack; run npm run synth, then: $(ls cdktf.out/stacks | tr '\\n' ' ')" >&2; exit 2; }
  terraform -chdir="$folder" init -input=false
  terraform -chdir="$folder" plan -input=false -out=plan.bin
  terraform -chdir="$folder" show -json plan.bin > "plans/$stack.json"
  npx aifactory check "plans/$stack.json"
done
`;

function github(region: string | undefined): string {
  const credentials =
    region === undefined
      ? ""
      : `
      - uses: aws-actions/configure-aws-credentials@v4
        with:
          role-to-assume: \${{ vars.PLAN_ROLE_ARN }}
          aws-region: ${region}`;
  return `name: factory
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      security-events: write
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
          cache: npm
      - run: npm ci
      - run: npm test -- --ci
      - run: npx aifactory check cdktf.out --format sarif > findings.sarif
      - uses: github/codeql-action/upload-sarif@v3
        if: \${{ !cancelled() && hashFiles('findings.sarif') != '' }}
        with:
          sarif_file: findings.sarif
  plan:
    needs: check
    if: \${{ vars.PLAN_STACKS != '' }}
    runs-on: ubuntu-latest
    permissions:
      contents: read
      id-token: write
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
          cache: npm
      - uses: hashicorp/setup-terraform@v3
        with:
          terraform_wrapper: false${credentials}
      - run: npm ci
      - run: npm run synth
      - run: sh ci/plan-gate.sh \${{ vars.PLAN_STACKS }}
`;
}

function gitlab(region: string | undefined): string {
  const credentials =
    region === undefined
      ? ""
      : `
  # The AWS provider signs in with this token as the role of the variable AWS_ROLE_ARN.
  id_tokens:
    AWS_TOKEN:
      aud: https://gitlab.com
  variables:
    AWS_REGION: ${region}
    AWS_WEB_IDENTITY_TOKEN_FILE: /tmp/aws-token`;
  const token = region === undefined ? "" : `\n    - echo "$AWS_TOKEN" > "$AWS_WEB_IDENTITY_TOKEN_FILE"`;
  return `image: node:22

check:
  script:
    - npm ci
    - npm test -- --ci
    - npx aifactory check cdktf.out

# Needs a runner whose image has terraform beside node: name yours in PLAN_IMAGE.
plan:
  image: $PLAN_IMAGE
  needs: [check]
  rules:
    - if: $PLAN_STACKS && $PLAN_IMAGE${credentials}
  script:
    - npm ci
    - npm run synth${token}
    - sh ci/plan-gate.sh $PLAN_STACKS
`;
}
