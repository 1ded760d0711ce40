import { fail, pass, type Rule } from "../rule";

export const usableCapacity: Rule = {
  id: "STO-201-usable-capacity",
  family: "STO",
  title: "capacities are what users can fill, not the sum of the disks",
  severity: "error",
  reads: "model",
  cause:
    "Copies, erasure coding and the reserve for mending take a third to two thirds of the disks. A factory that is " +
    "planned on the sum of the disks is full long before its plan says so, and a full Ceph stops writing everywhere.",
  mend: "state the usable capacity; for three copies in Ceph that is 28 % of the disks",
  sources: ["Ceph documentation, Monitor Config Reference: nearfull 0.85, backfillfull 0.90, full 0.95"],
  unknownMeans: "Not said: only stores that state both figures are judged.",
  example: { fails: "900 TiB usable of 900 TiB disks", passes: "255 TiB usable of 900 TiB disks in three copies" },
  *check({ model }) {
    if (!model) return;
    for (const store of [...model.filesystems, ...model.buckets]) {
      const { capacityGiB, rawCapacityGiB } = store;
      if (capacityGiB === undefined || rawCapacityGiB === undefined) continue;
      const about = { path: store.path };
      if (capacityGiB < rawCapacityGiB) yield pass(about);
      else {
        const message = `'${store.id}' is said to hold as much as its disks`;
        yield fail(about, { message, given: capacityGiB, allowed: `less than the disks' ${rawCapacityGiB} GiB` });
      }
    }
  },
};
