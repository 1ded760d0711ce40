export { AcmeFactory, type AcmeFactoryProps } from "./acme-factory";
export { acmeBoundary } from "./boundary";
export { poolSize, rules } from "./pool-size";
export { UsageNotice } from "./usage-notice";
