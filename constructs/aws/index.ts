// What a blueprint's own source needs beside the constructs: to report what is wrong with its props, and to reach AWS.
export { concern, problem, raise, type ProblemDetails } from "./problem";
export { partitionEndpoints } from "./provider-endpoints";
