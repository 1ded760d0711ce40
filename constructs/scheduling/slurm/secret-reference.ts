/** A key of a secret in Slurm's namespace. You make the secret; the library never holds one. */
export interface SecretKey {
  /** Name of the secret. */
  readonly name: string;
  /** Key in the secret. */
  readonly key: string;
}
