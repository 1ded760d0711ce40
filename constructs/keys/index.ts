export * from "./customer-key";
export { checkCustomerKeyProps, type CustomerKeyProps } from "./customer-key-props";
export { keyPolicy, type KeyPlace, type KeyPurpose } from "./key-policy";
