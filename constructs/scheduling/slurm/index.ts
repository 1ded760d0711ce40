export { SlurmAccounting, SlurmDatabase, type ExistingSlurmDatabase, type SlurmDatabaseProps } from "./accounting";
export { checkSlurmClusterProps } from "./checks";
export { SlurmGres } from "./gres";
export * from "./operator";
export * from "./props";
export type { SecretKey } from "./secret-reference";
export { checkSlurmSecrets, SlurmSecrets, type SlurmSecretName, type SlurmSecretsProps } from "./secrets";
export { SlurmCluster } from "./slurm-cluster";
export { slurmTopologyFile, type SlurmTopologyFile, type SlurmTopologyPart } from "./topology";
