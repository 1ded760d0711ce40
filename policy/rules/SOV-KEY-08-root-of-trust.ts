import { knownHost } from "../hosts";
import { mentionsOf } from "../locations/places";
import { isGiven, judge, pass } from "../reading/verdicts";
import { policyRule } from "../rule";

export const SOV_KEY_08 = policyRule({
  id: "SOV-KEY-08-root-of-trust",
  title: "certificates come from an authority under a jurisdiction of the boundary",
  weight: "medium",
  stages: ["synth", "plan"],
  references: ["SecNumCloud 3.2 10.6.a", "C5:2026 CRY-08"],
  cause: "Who signs the certificates can speak in the factory's name.",
  mend: "issue certificates from a private authority of the boundary",
  example: {
    fails: "a public `aws_acm_certificate` under a boundary with `privateRootOfTrust`",
    passes: "the same with `certificate_authority_arn`",
    evades: "a ClusterIssuer whose ACME server is Let's Encrypt",
  },
  *check({ documents, boundary }) {
    const { privateRootOfTrust, operatorJurisdictions } = boundary.data;
    for (const certificate of documents.resources("aws_acm_certificate")) {
      const own = isGiven(certificate.get("certificate_authority_arn")) || isGiven(certificate.get("certificate_body"));
      yield judge(certificate, own || !privateRootOfTrust, {
        message: "it is issued by Amazon's public authority",
        fix: "set certificate_authority_arn",
      });
    }
    for (const object of documents.kubernetesObjects("ClusterIssuer", "Issuer")) {
      const hosts = mentionsOf(object.object).flatMap(({ kind, host }) =>
        kind === "host" && host !== undefined ? [host] : [],
      );
      const foreign = hosts.find((host) => {
        const row = knownHost(host);
        return (
          row?.kind === "certificates" && !operatorJurisdictions.includes(row.jurisdiction) && !boundary.namesHost(host)
        );
      });
      if (foreign === undefined || !privateRootOfTrust) yield pass(object);
      else
        yield judge(object, false, {
          message: `certificates are issued by ${foreign} (${knownHost(foreign)?.jurisdiction ?? ""})`,
          given: foreign,
        });
    }
  },
});
