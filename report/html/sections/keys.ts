import type { FactoryModel } from "../../../model";
import type { ReportSubject, Section } from "../section";
import { table } from "../table";

const custody: Readonly<Record<string, string>> = {
  provider: "the provider",
  customer: "you, in the provider's service",
  imported: "you, imported",
  hsm: "your HSM",
  external: "an external key store",
};

/** Keys, and what they protect. */
export function keysSection({ model }: ReportSubject): Section | undefined {
  if (model.keys.length === 0) return undefined;
  const rows = model.keys.map((key) => [
    key.id,
    key.purpose,
    custody[key.custody] ?? key.custody,
    key.rotates ? "every year" : "never",
    protectedBy(key.id, model).join(", ") || "–",
  ]);
  const columns = ["Key", "Purpose", "Held by", "Rotates", "Protects"].map((title) => ({ title }));
  return { id: "keys", title: "Keys", body: table("Encryption keys", columns, rows, "screen-readers") };
}

function protectedBy(keyId: string, model: FactoryModel): readonly string[] {
  return [
    ...model.clusters.filter(({ secretsKeyId }) => secretsKeyId === keyId),
    ...model.filesystems.filter((each) => each.keyId === keyId),
    ...model.buckets.filter((each) => each.keyId === keyId),
  ].map(({ id }) => id);
}
