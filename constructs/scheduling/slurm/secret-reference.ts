/** A key of a secret in Slurm's namespace. You make the secret; the library never holds one. */
export interface SecretKey {
  readonly name: string;
  readonly key: string;
}
