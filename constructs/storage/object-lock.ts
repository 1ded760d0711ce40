/** Whether objects can be made undeletable, and for how long they are so by default. */
export class ObjectLock {
  /** New versions cannot be removed for some days, except by principals with a special permission. */
  static governance(days: number): ObjectLock {
    return new ObjectLock(true, { mode: "GOVERNANCE", days });
  }

  /** New versions cannot be removed for some days by anybody, the account's root included. There is no way back. */
  static compliance(days: number): ObjectLock {
    return new ObjectLock(true, { mode: "COMPLIANCE", days });
  }

  /** Locks are possible on single objects; none is there by default. */
  static onDemand(): ObjectLock {
    return new ObjectLock(true, undefined);
  }

  /** No locks. They cannot be added to the bucket later. */
  static none(): ObjectLock {
    return new ObjectLock(false, undefined);
  }

  private constructor(
    /** Whether the bucket is made with locks possible, which cannot be changed later. */
    readonly enabled: boolean,
    /** Retention of every new version; undefined where none is there by default. */
    readonly retention: { readonly mode: "GOVERNANCE" | "COMPLIANCE"; readonly days: number } | undefined,
  ) {}
}
