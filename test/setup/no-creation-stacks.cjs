// cdktf records a stack trace per token; under jest each one parses the providers' source maps (2.6x CPU).
process.env.CDKTN_DISABLE_CREATION_STACK = "1";
const trace = require("cdktf/lib/tokens/private/stack-trace");
trace.captureStackTrace = () => [];
