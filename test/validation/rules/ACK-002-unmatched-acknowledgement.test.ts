import { unmatchedAcknowledgement } from "../../../validation/rules/ACK-002-unmatched-acknowledgement";
import { describeRule } from "../support/describe-rule";
import { acknowledgement, review } from "../support/acknowledgement";

describeRule(unmatchedAcknowledgement, {
  passing: () => ({ acknowledgements: review() }),
  mutations: {
    "its path is misspelt": {
      change: ({ acknowledgements }) => acknowledgements.unmatched.push(acknowledgement({ path: "factory/netwrok" })),
      finds: /matches no finding/,
    },
  },
});
