/** Colder classes of S3, warmest first, with the days an object must wait before it may move there. */
export const storageClasses = {
  STANDARD_IA: 30,
  ONEZONE_IA: 30,
  GLACIER_IR: 0,
  GLACIER: 0,
  DEEP_ARCHIVE: 0,
} as const;

/** Colder storage class of S3 that objects can move to. */
export type StorageClassName = keyof typeof storageClasses;

/** One move of an object to a colder class. */
export interface TieringStep {
  /** Age of the object in days; 30 at least for `STANDARD_IA` and `ONEZONE_IA`. */
  readonly afterDays: number;
  /** Class that it moves to. */
  readonly storageClass: StorageClassName;
}

/** How objects move to cheaper storage: by age, by access, or not at all. */
export class ObjectTiering {
  /** By age, whether they are read or not. For logs and finished checkpoints. */
  static byAge(...steps: readonly TieringStep[]): ObjectTiering {
    return new ObjectTiering("age", steps, {});
  }

  /**
   * By access: S3 Intelligent-Tiering moves what is not read to cheaper tiers and back at once when it is read. The
   * archive tiers, which take hours to read, only where they are asked for.
   */
  static byAccess(archive: { readonly archiveAfterDays?: number; readonly deepArchiveAfterDays?: number } = {}) {
    return new ObjectTiering("access", [], archive);
  }

  /** Everything stays in S3 Standard. */
  static none(): ObjectTiering {
    return new ObjectTiering("none", [], {});
  }

  private constructor(
    /** What moves objects: their age, their last access, or nothing. */
    readonly by: "age" | "access" | "none",
    /** Moves by age; empty otherwise. */
    readonly steps: readonly TieringStep[],
    /** Days without access after which objects go to the archive tiers; absent tiers are not used. */
    readonly archive: { readonly archiveAfterDays?: number; readonly deepArchiveAfterDays?: number },
  ) {}
}
