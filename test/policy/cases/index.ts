import { ai } from "./ai";
import { audit } from "./audit";
import { keys } from "./keys";
import { network } from "./network";
import { operations } from "./operations";
import { placement, residency } from "./residency";

export const ruleCases = [...residency, ...keys, ...network, ...operations, ...audit, ...ai, ...placement];
