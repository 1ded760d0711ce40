import type { IPlatformComponent } from "./platform-component";

/** A PostgreSQL database that a component keeps its records in: an operator's, RDS, or one that the owner runs. */
export interface PostgresDatabase {
  /** Name or address of the server; may be a token. */
  readonly host: string;
  /** TCP port of the server. @default 5432 */
  readonly port?: number;
  /** Database on the server, which exists or is made by `component`. */
  readonly databaseName: string;
  /** Secret with user and password, in the namespace of the component that uses the database. */
  readonly secretName: string;
  /** Key of the secret that holds the user's name. @default "username" */
  readonly usernameKey?: string;
  /** Key of the secret that holds the password. @default "password" */
  readonly passwordKey?: string;
  /** What must be ready before the database can be reached. @default - it is there already */
  readonly component?: IPlatformComponent;
}
