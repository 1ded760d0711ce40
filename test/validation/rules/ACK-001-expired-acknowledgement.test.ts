import { expiredAcknowledgement } from "../../../validation/rules/ACK-001-expired-acknowledgement";
import { describeRule } from "../support/describe-rule";
import { review } from "../support/acknowledgement";

describeRule(expiredAcknowledgement, {
  passing: () => ({ acknowledgements: review() }),
  mutations: {
    "its last day is past": {
      change: ({ acknowledgements }) => {
        acknowledgements.expired = acknowledgements.used;
        acknowledgements.used = [];
      },
      finds: /acknowledgement of NET-001-cidr-overlap by network team has expired/,
    },
  },
});
