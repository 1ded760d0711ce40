/** How Ceph keeps data when disks and nodes fail. */
export class CephPool {
  /** Whole copies in different failure domains. Two lose data when a disk fails while another is being mended. */
  static replicated(copies = 3): CephPool {
    return new CephPool("replicated", copies, 0);
  }

  /** `dataChunks` pieces and `codingChunks` from which lost ones are computed, all in different failure domains. */
  static erasureCoded(dataChunks: number, codingChunks: number): CephPool {
    return new CephPool("erasure-coded", dataChunks, codingChunks);
  }

  private constructor(
    /** Whole copies, or pieces with codes from which lost ones are computed. */
    readonly kind: "replicated" | "erasure-coded",
    /** Copies, or data chunks. */
    readonly pieces: number,
    /** Coding chunks; 0 with whole copies. */
    readonly codingChunks: number,
  ) {}

  /** Failure domains that one object is spread over. */
  get width(): number {
    return this.pieces + this.codingChunks;
  }

  /** Part of the disks that holds data of users: a third with three copies. */
  get efficiency(): number {
    return this.kind === "replicated" ? 1 / this.pieces : this.pieces / this.width;
  }

  /** Failure domains that can be lost at once without losing data. */
  get tolerated(): number {
    return this.kind === "replicated" ? this.pieces - 1 : this.codingChunks;
  }

  /** As findings and reports name it: `3 copies`, `erasure coding 4+2`. */
  toString(): string {
    return this.kind === "replicated" ? `${this.pieces} copies` : `erasure coding ${this.pieces}+${this.codingChunks}`;
  }

  /** The pool's part of a Rook object. */
  toSpec(failureDomain: string): Readonly<Record<string, unknown>> {
    if (this.kind === "replicated") {
      return { failureDomain, replicated: { size: this.pieces, requireSafeReplicaSize: true } };
    }
    return { failureDomain, erasureCoded: { dataChunks: this.pieces, codingChunks: this.codingChunks } };
  }
}
