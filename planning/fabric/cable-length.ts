/** Where a device stands: its rack, the rack's place on the floor, and the height of the device, in metres. */
export interface DevicePosition {
  /** Name of the rack. */
  readonly rack: string;
  /** Place of the rack along its row, m. */
  readonly xM: number;
  /** Place of the row, m. */
  readonly yM: number;
  /** Height above the floor, m. */
  readonly zM: number;
}

/** How cables run. */
export interface CableRoute {
  /** Height of the trays above the racks, m. */
  readonly trayHeightM: number;
  /** Spare length at both ends together, m. */
  readonly slackM: number;
}

/** Trays over racks of 2.3 m and one metre to spare; an assumption, so measure and set your own. */
export const defaultCableRoute: CableRoute = { trayHeightM: 2.6, slackM: 1 };

/** Lengths that cables are sold in, m. */
const stockLengthsM = [1, 1.5, 2, 2.5, 3, 5, 7, 10, 15, 20, 25, 30, 40, 50, 70, 100, 150, 200, 300, 500, 1000, 2000];

/** Length of a cable: within a rack straight up or down, else up to the tray, along rows and aisles, and down again. */
export function cableLengthM(a: DevicePosition, b: DevicePosition, route: CableRoute = defaultCableRoute): number {
  if (a.rack === b.rack) return Math.abs(a.zM - b.zM) + route.slackM;
  const up = route.trayHeightM - a.zM;
  const down = route.trayHeightM - b.zM;
  return Math.abs(a.xM - b.xM) + Math.abs(a.yM - b.yM) + Math.max(0, up) + Math.max(0, down) + route.slackM;
}

/** The length to order: the shortest one sold that is long enough; undefined beyond 2 km. */
export function stockLengthM(lengthM: number): number | undefined {
  return stockLengthsM.find((stock) => stock >= lengthM - 1e-9);
}
