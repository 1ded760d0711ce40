import { boundaryFrom } from "ai-factory-blueprints/policy";

/** Acme's data stays in two regions of the European Union. */
export const acmeBoundary = boundaryFrom(
  { extends: "eu-wide", name: "acme", regions: ["eu-central-1", "eu-north-1"], countries: ["DE", "SE"] },
  "acme",
);
