import type { IPlatformComponent } from "./platform-component";

/** A PostgreSQL database that a component keeps its records in: an operator's, RDS, or one that the owner runs. */
export interface PostgresDatabase {
  /** Name or address of the server; may be a token. */
  readonly host: string;
  /** @default 5432 */
  readonly port?: number;
  readonly databaseName: string;
  /** Secret with user and password, in the namespace of the component that uses the database. */
  readonly secretName: string;
  /** @default "username" */
  readonly usernameKey?: string;
  /** @default "password" */
  readonly passwordKey?: string;
  /** What must be ready before the database can be reached. @default - it is there already */
  readonly component?: IPlatformComponent;
}
