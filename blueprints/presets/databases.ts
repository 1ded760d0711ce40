import type { IPlatformComponent, PostgresDatabase } from "../../constructs/contracts";
import { PostgresCluster, PostgresOperator } from "../../constructs/mlops";
import type { PresetParts } from "./parts";
import type { PresetDatabaseName, PresetProps } from "./props";

/** The databases of the preset, and what runs those that were not given. */
export interface Databases {
  readonly components: readonly IPlatformComponent[];
  readonly of: Readonly<Record<PresetDatabaseName, PostgresDatabase>>;
}

/** Databases that the props give, and CloudNativePG's for the others. */
export function databases({ monitoring, disks }: PresetParts, props: PresetProps): Databases {
  const operator = new PostgresOperator({ monitoring });
  const made: IPlatformComponent[] = [];
  const database = (name: PresetDatabaseName): PostgresDatabase => {
    const given = props.databases?.[name];
    if (given !== undefined) return given;
    const cluster = new PostgresCluster({
      operator,
      namespace: name,
      databaseName: name,
      image: props.postgresImage,
      ...disks,
    });
    made.push(cluster);
    return cluster.database;
  };
  const of = { mlflow: database("mlflow"), lakefs: database("lakefs") };
  return { components: made.length === 0 ? [] : [operator, ...made], of };
}
