/** BTU per hour that one kW of heat is. */
const btuPerHourOfKW = 3412.14;
/** Cubic metres per hour of one cubic foot per minute. */
const m3PerHourOfCfm = 1.699;
/** Heat capacity of water, kJ/(kg K), and its mass per litre near 30 °C. */
const waterKJPerKgK = 4.18;
const waterKgPerLitre = 0.996;

/** Air that carries the heat off, in cubic feet a minute: BTU/h / (1.08 x dT in °F), the rule of thumb at sea level. */
export function airflowCfm(heatKW: number, airRiseK: number): number {
  return (heatKW * btuPerHourOfKW) / (1.08 * airRiseK * 1.8);
}

/** The same in cubic metres per hour. */
export function airflowM3PerHour(heatKW: number, airRiseK: number): number {
  return airflowCfm(heatKW, airRiseK) * m3PerHourOfCfm;
}

/** Water that carries the heat off, in litres a minute; a glycol mixture needs more. */
export function waterLitresPerMinute(heatKW: number, waterRiseK: number): number {
  return (heatKW * 60) / (waterKJPerKgK * waterKgPerLitre * waterRiseK);
}
