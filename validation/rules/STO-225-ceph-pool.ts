import { cephPools, cephWidth } from "../ceph";
import { isObject } from "../../documents/value";
import { fail, pass, unknown, type Rule } from "../rule";

export const cephPool: Rule = {
  id: "STO-225-ceph-pool",
  family: "STO",
  title: "Ceph's pools survive a second failure while the first is being mended",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "Mending a large disk takes hours. With two copies or one coding chunk, a second disk that fails in that time takes " +
    "data with it; and with one piece missing the pool stops writing.",
  mend: "keep three copies, or at least two coding chunks; leave requireSafeReplicaSize on",
  sources: ["Ceph documentation, Pools: size 3 and min_size 2; erasure code profiles, m"],
  unknownMeans: "The pool's copies or chunks are not known yet.",
  example: { fails: "replicated.size 2", passes: "replicated.size 3, or erasure coding 8+3" },
  *check({ documents }) {
    for (const pool of documents ? cephPools(documents) : []) {
      const found = cephWidth(pool);
      const { replicated } = pool.spec;
      if (found === undefined) {
        yield unknown(pool.about, { message: `how the ${pool.name} keeps its data is not known` });
      } else if (found.tolerated < 2) {
        const message = `the ${pool.name} loses data when a second disk fails`;
        const given = `${found.width} pieces, of which ${found.tolerated} may be lost`;
        yield fail(pool.about, { message, given, allowed: "at least 2 that may be lost" });
      } else if (isObject(replicated) && replicated["requireSafeReplicaSize"] === false) {
        const message = `the ${pool.name} may be set to a single copy`;
        yield fail(pool.about, { message, given: "requireSafeReplicaSize: false", allowed: "true" });
      } else yield pass(pool.about);
    }
  },
};
