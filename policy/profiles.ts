import c52020 from "./profiles/c5-2020.json";
import c52026 from "./profiles/c5-2026.json";
import aiActLogging from "./profiles/ai-act-logging.json";
import awsEusc from "./profiles/aws-eusc.json";
import euSingleDe from "./profiles/eu-single-de.json";
import euSingleEs from "./profiles/eu-single-es.json";
import euSingleFr from "./profiles/eu-single-fr.json";
import euSingleIe from "./profiles/eu-single-ie.json";
import euSingleIt from "./profiles/eu-single-it.json";
import euSingleSe from "./profiles/eu-single-se.json";
import euStrict from "./profiles/eu-strict.json";
import euWide from "./profiles/eu-wide.json";
import gdprStrict from "./profiles/gdpr-strict.json";
import govcloud from "./profiles/govcloud.json";
import inPayments from "./profiles/in-payments.json";
import kr from "./profiles/kr.json";
import onpremAirGapped from "./profiles/onprem-air-gapped.json";
import secnumcloud from "./profiles/secnumcloud.json";
import type { BoundaryData } from "./boundary";

/** The boundaries that come with the library: a start for your own, and evidence towards a regime, no certificate. */
export const profiles = [
  aiActLogging,
  awsEusc,
  c52020,
  c52026,
  euSingleDe,
  euSingleEs,
  euSingleFr,
  euSingleIe,
  euSingleIt,
  euSingleSe,
  euStrict,
  euWide,
  gdprStrict,
  govcloud,
  inPayments,
  kr,
  onpremAirGapped,
  secnumcloud,
] as unknown as readonly BoundaryData[];
