import { readFileSync } from "node:fs";
import { AcknowledgementFileError, parseAcknowledgements, type Acknowledgement } from "../validation/acknowledgement";

/** Reads a file of acknowledgements. @throws AcknowledgementFileError where it cannot be read or used */
export function readAcknowledgements(file: string): readonly Acknowledgement[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new AcknowledgementFileError(file, ["cannot be read; check that it exists and that you may read it"]);
  }
  return parseAcknowledgements(text, file);
}
