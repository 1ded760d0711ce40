import { linkMtu } from "../../../validation/rules/HYB-004-link-mtu";
import { describeRule } from "../support/describe-rule";
import { emptyModel } from "../support/model";

function factory() {
  const line = {
    path: "factory/link",
    addresses: [],
    kind: "vpn" as "vpn" | "direct-connect",
    from: "home",
    to: "network",
    mtu: 1446 as number | undefined,
  };
  const one = { ...line, id: "one" };
  const two = { ...line, id: "two" };
  const elsewhere = { ...line, id: "elsewhere", from: "second-home", mtu: 1446 as number | undefined };
  return { one, two, elsewhere, model: emptyModel({ links: [one, two, elsewhere] }) };
}

describeRule(linkMtu, {
  passing: factory,
  stillPasses: {
    "another size between other places": ({ elsewhere }) => (elsewhere.mtu = 8500),
    "one line of unknown size": ({ elsewhere }) => (elsewhere.mtu = undefined),
  },
  mutations: {
    "a jumbo line with a VPN that stands by": {
      change: ({ one }) => Object.assign(one, { kind: "direct-connect", mtu: 8500 }),
      finds: /different sizes/,
    },
    "the same places, named the other way round": ({ two }) =>
      Object.assign(two, { from: "network", to: "home", mtu: 1500 }),
  },
  unknown: { "the size of one of two lines": ({ two }) => (two.mtu = undefined) },
});
