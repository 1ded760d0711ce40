export * from "./rds-database-access";
export * from "./rds-postgres";
export * from "./rds-postgres-props";
