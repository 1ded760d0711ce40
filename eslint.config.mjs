import js from "@eslint/js";
import ts from "typescript-eslint";

const providerBarrels = {
  regex: "^@cdktf/provider-[^/]+(/lib(/index)?)?$",
  message:
    "import the resource by its deep path (@cdktf/provider-aws/lib/eks-cluster): the barrel costs 1.8 s and 515 MB",
};
const coreByOneDoor = {
  regex: "^cdkt[fn](/|$)",
  message: "the core comes through core/cdktf.ts only, so that the same source runs on cdktf and cdktn",
};

export default ts.config(
  {
    ignores: [
      "dist",
      "test/cdktn/cdktf-shim",
      "**/node_modules",
      "cdktf.out",
      "out",
      "coverage",
      "node_modules",
      "**/*.cjs",
    ],
  },
  js.configs.recommended,
  ...ts.configs.recommended,
  {
    files: ["**/*.ts"],
    rules: {
      "no-restricted-imports": ["error", { patterns: [providerBarrels, coreByOneDoor] }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      eqeqeq: "error",
    },
  },
  {
    // The one door, and the code a user would write: users import cdktf by its own name.
    files: ["core/cdktf.ts", "examples/**", "test/**", "bench/**"],
    rules: { "no-restricted-imports": ["error", { patterns: [providerBarrels] }] },
  },
);
