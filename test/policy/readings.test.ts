import { documentsFromMemory } from "../../documents/load";
import { boundaryProfile } from "../../policy/boundary-file";
import { runPolicy } from "../../policy/engine";
import { boundaryOf, judgeHcl, of } from "./support/judge";

const verdicts = (findings: readonly { readonly verdict?: string }[]) => findings.map(({ verdict }) => verdict);

describe("custody of a key in a key store that is made elsewhere", () => {
  const key = (store: string) => `variable "store" {}\nresource "aws_kms_key" "k" { custom_key_store_id = ${store} }`;
  const judged = async (keyCustody: string, store: string) =>
    verdicts(
      of(await judgeHcl(key(store), { boundary: boundaryOf({ extends: "eu-strict", keyCustody }) }), "SOV-KEY-03"),
    );

  it("is an HSM at the least, which is enough for a boundary that asks no more", async () => {
    expect(await judged("customer-managed", '"cks-1"')).toEqual([]);
    expect(await judged("hsm", '"cks-1"')).toEqual([]);
    expect(await judged("external", '"cks-1"')).toEqual(["unknown"]);
  });

  it("is not known where the store itself is not: it may be none", async () => {
    expect(await judged("hsm", "var.store")).toEqual(["unknown"]);
  });
});

describe("the class of data of a store", () => {
  const bucket = (tags: string) => `provider "aws" {
      region = "eu-central-1"
      default_tags { tags = { classification = "confidential" } }
    }
    resource "aws_s3_bucket" "b" { ${tags} }`;

  it("is what the provider's default tags say, unless its own say another", async () => {
    expect(of(await judgeHcl(bucket("")), "SOV-AIG-02")).toEqual([]);
    const own = await judgeHcl(bucket('tags = { classification = "whatever" }'));
    expect(verdicts(of(own, "SOV-AIG-02"))).toEqual(["fail"]);
  });
});

describe("a site of the factory's owner", () => {
  const judged = (site: object) => {
    const documents = documentsFromMemory({ stack: {} }, { sites: [{ id: "home", kind: "on-prem", ...site }] });
    return of(runPolicy(documents, { boundary: boundaryProfile("eu-strict") }), "SOV-RES-01");
  };

  it("stands inside by its country", () => {
    expect(judged({ country: "AT" })).toEqual([]);
    expect(judged({ country: "CH" })).toMatchObject([{ verdict: "fail", address: "site home", location: "CH" }]);
    expect(judged({})).toMatchObject([{ verdict: "unknown", dischargedBy: "evidence" }]);
  });
});

describe("a host whose operator nobody could verify", () => {
  it("counts as outside, and is called so", async () => {
    const found = of(
      await judgeHcl('resource "aws_instance" "i" { user_data = "pool 0.pool.ntp.org iburst" }'),
      "SOV-REL-04",
    );
    expect(found.map(({ message }) => message).join()).toContain("jurisdiction not verified");
  });
});
