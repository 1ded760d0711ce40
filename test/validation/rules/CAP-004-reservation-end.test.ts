import { reservationEnd } from "../../../validation/rules/CAP-004-reservation-end";
import { describeRule } from "../support/describe-rule";
import { reservedLaunch } from "../support/launch";

describeRule(reservationEnd, {
  passing: reservedLaunch,
  stillPasses: {
    "limited, with its end": ({ reservation }) =>
      Object.assign(reservation, { end_date_type: "limited", end_date: "2027-03-31T23:59:59Z" }),
    "unlimited, said so": ({ reservation }) => (reservation["end_date_type"] = "unlimited"),
  },
  mutations: {
    "limited without an end": {
      change: ({ reservation }) => (reservation["end_date_type"] = "limited"),
      finds: /limited and has no end/,
    },
    "an end that does not limit it": {
      change: ({ reservation }) => (reservation["end_date"] = "2027-03-31T23:59:59Z"),
      finds: /not limited by it/,
    },
    "a day instead of an instant": {
      change: ({ reservation }) => Object.assign(reservation, { end_date_type: "limited", end_date: "2027-03-31" }),
      finds: /not an instant/,
    },
    "no instances": { change: ({ reservation }) => (reservation["instance_count"] = 0), finds: /holds no instance/ },
    "half an instance": ({ reservation }) => (reservation["instance_count"] = 1.5),
  },
  unknown: {
    "an end from a variable": ({ reservation }) =>
      Object.assign(reservation, { end_date_type: "limited", end_date: "${var.end}" }),
    "a count from a variable": ({ reservation }) => (reservation["instance_count"] = "${var.count}"),
  },
});
