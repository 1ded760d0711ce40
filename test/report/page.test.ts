import { htmlReport } from "../../report";
import { runRules, type Rule } from "../../validation";
import { cloudModel, hostileModel, hostileText, hybridModel, mixedCheck, pool } from "./models";

/** The text of one section, without tags. */
function section(page: string, id: string): string {
  const body = new RegExp(`<section id="${id}"[^]*?</section>`).exec(page)?.[0] ?? "";
  return body.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
}

describe("the page", () => {
  const page = htmlReport({ model: hybridModel(), check: mixedCheck(), today: "2026-11-21" });

  it("is the same twice", () => {
    expect(htmlReport({ model: hybridModel(), check: mixedCheck(), today: "2026-11-21" })).toBe(page);
  });

  it("asks for nothing outside and runs no script", () => {
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\ssrc=|\son\w+=/i);
    expect(page).toContain(`content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;;`);
    expect([...page.matchAll(/href="([^"]*)"/g)].map(([, href]) => href?.charAt(0))).not.toContain("h");
  });

  it("has every section, in order, with an entry in the contents", () => {
    const ids = [...page.matchAll(/<section\s+id="([a-z]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([
      "flow",
      "topology",
      "capacity",
      "storage",
      "workloads",
      "cost",
      "findings",
      "acknowledgements",
      "quotas",
      "facility",
      "materials",
      "network",
      "keys",
      "platform",
    ]);
    for (const id of ids) expect(page).toContain(`<a href="#${id}">`);
  });

  it("bears its date only if it has one", () => {
    expect(page).toContain('<time datetime="2026-11-21">2026-11-21</time>');
    expect(htmlReport({ model: hybridModel() })).not.toContain("<time");
  });

  it("has no unresolved value, no undefined and no broken number", () => {
    for (const each of [page, htmlReport({ model: cloudModel() })]) {
      expect(each).not.toMatch(/undefined|NaN|Infinity|\[object|\$\{/);
    }
  });

  it("leaves out the sections that the model has nothing for", () => {
    const empty = { networks: [], clusters: [], pools: [], fabrics: [], filesystems: [], buckets: [] };
    const bare = htmlReport({ model: cloudModel({ ...empty, keys: [], services: [], workloads: [] }) });
    const ids = [...bare.matchAll(/<section\s+id="([a-z]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual(["findings", "quotas"]);
  });

  it("lets nothing that a name says become markup", () => {
    const spoilt = htmlReport({ model: hostileModel(), check: mixedCheck(hostileText) });
    expect(spoilt).not.toMatch(/<script|<img/);
    expect(spoilt).not.toContain("\u202e");
    const tags = (text: string) => new Set([...text.matchAll(/<([a-z][a-z0-9]*)/g)].map(([, tag]) => tag));
    expect([...tags(spoilt)].filter((tag) => !tags(page).has(tag))).toEqual([]);
    expect(spoilt.match(/<\/style>/g)).toHaveLength(1);
  });
});

describe("the sections", () => {
  const page = htmlReport({ model: cloudModel(), check: mixedCheck() });

  it("capacity: accelerators, memory, dense rates, network of each", () => {
    expect(section(page, "capacity")).toContain("NVIDIA H200 16–32 4.4 TiB 154 TB/s 31.6 63.3 – 22.4 kW");
    expect(section(page, "capacity")).toContain("gpu p5en.48xlarge 2–4 16–32 × NVIDIA H200 on demand");
    expect(section(page, "capacity")).toContain("3.2 Tbps in 16 devices 400 Gbps 768");
  });

  it("storage: rates, and what is read for each accelerator", () => {
    expect(section(page, "storage")).toContain("37.5 TiB 32 GB/s 16 GB/s 1 GB/s RDMA, GPUDirect");
  });

  it("workloads: the estimate with its band, how sure it is and the measured points", () => {
    const text = section(page, "workloads");
    expect(text).toMatch(/Time to train on 2 trillion tokens [\d.]+ days [\d.]+–[\d.]+ days/);
    expect(text).toMatch(/How sure: \w+, within a factor of [\d.]+;/);
    expect(text).toMatch(/A Llama-3[^ ]* \d+ × /);
    expect(text).toMatch(/Checkpoint [\d,]+ GB, written in [\d.]+ s to scratch at 16 GB\/s/);
    expect(text).toContain("Dataset 3,200 GB, read once in 1.67 minutes from scratch at 32 GB/s");
  });

  it("workloads: says what to state where nothing is stated", () => {
    expect(section(htmlReport({ model: cloudModel({ workloads: [] }) }), "workloads")).toContain(
      "No workload is stated",
    );
  });

  it("workloads: a model that does not fit, with what would mend it", () => {
    const [stated] = cloudModel().workloads;
    if (stated === undefined) throw new Error("no workload");
    const model = cloudModel({
      workloads: [{ ...stated, model: "llama-3.1-405b" }],
      pools: [pool("gpu", { maxNodes: 1 })],
    });
    expect(section(htmlReport({ model }), "workloads")).toContain("Does not fit:");
  });

  it("cost: own prices, list prices to compare, and pools of unknown price, each with its date", () => {
    const price = { usd: 80, asOf: "2026-11-01", source: "our contract" };
    const pools = [
      pool("own", { usdPerNodeHour: price }),
      pool("block", { capacity: { kind: "capacity-block" } }),
      pool("strange", { instanceType: "x9.huge" }),
    ];
    const text = section(htmlReport({ model: cloudModel({ pools }) }), "cost");
    expect(text).toContain("At their own price own $160.00–$320.00 $116,800–$233,600 2026-11-01");
    expect(text).toMatch(/At on-demand list price block \$135.45–\$270.91 .* 2026-01-21/);
    expect(text).toContain("Not in it: strange (x9.huge)");
    expect(text).toContain("our contract");
  });

  it("quotas: code, name and value in vCPUs", () => {
    expect(section(page, "quotas")).toContain("L-417A185B Running On-Demand P instances ec2 eu-north-1 768 vCPU");
  });

  it("findings: severity, what, given, allowed, mend, where, rule, source; and the totals", () => {
    const text = section(page, "findings");
    expect(text).toContain("1 error, 1 warning, 1 remark.");
    expect(text).toMatch(/Error The error is here Given \{&quot;interfaces&quot;:1,/);
    expect(text).toContain(
      "Mend mend the error Where factory/gpu Address aws_launch_template.gpu Rule FAB-001 Source a page",
    );
    expect(text).toContain("1 rule had nothing to read");
    expect(text.indexOf("The error")).toBeLessThan(text.indexOf("The warning"));
  });

  it("findings: says that the rules were not run where they were not", () => {
    expect(section(htmlReport({ model: cloudModel() }), "findings")).toContain("were not run");
  });

  it("findings: takes the engine's own result", () => {
    const rule: Rule = {
      id: "TST-001-always",
      family: "OPS",
      title: "always fails",
      severity: "error",
      reads: "model",
      cause: "",
      mend: "do the other thing",
      sources: [],
      unknownMeans: "",
      example: { fails: "", passes: "" },
      check: ({ model }) => [{ verdict: "fail", path: model?.name ?? "" }],
    };
    const model = cloudModel();
    const text = section(htmlReport({ model, check: runRules([rule], { model }) }), "findings");
    expect(text).toContain("Error Always fails Mend do the other thing Where small Rule TST-001-always");
  });

  it("acknowledgements: who answers for what, and until when", () => {
    expect(section(page, "acknowledgements")).toContain("agreed data team 2027-01-31");
  });

  it("network: ranges, and how full they get", () => {
    expect(section(page, "network")).toContain("node-a node eu-north-1a 10.0.0.0/24 251 123 49 %");
    expect(section(page, "network")).toContain("found node – existing not known – –");
  });

  it("keys: what they protect; platform: versions of components and add-ons", () => {
    expect(section(page, "keys")).toMatch(/key storage you, in the provider&#39;s service every year main, scratch/);
    expect(section(page, "platform")).toContain("kueue kueue-system kueue 0.19.3");
    expect(section(page, "platform")).toContain("coredns main v1.13.2-eksbuild.21");
  });

  it("facility: racks, power and switches of a hall", () => {
    const text = section(htmlReport({ model: hybridModel() }), "facility");
    expect(text).toContain("hall-1 12 420 kW 600 kW 1.15 direct liquid");
    expect(text).toContain("compute 8 leaf, 4 spine 1:1 512 compute InfiniBand hall-1");
  });

  it("topology: has a title and the whole drawing in words", () => {
    const text = htmlReport({ model: hybridModel() });
    expect(text).toMatch(/<title id="topology-drawing-title">Topology of hybrid<\/title>/);
    expect(text).toMatch(/<desc id="topology-drawing-words">[^<]*pool gpu mounts filesystem scratch\./);
    expect(text).toContain("hall-1 is joined to eu-north-1 by direct-connect, 100 Gbps");
  });

  it("draws what the drawing leaves out as words", () => {
    const pools = Array.from({ length: 20 }, (_, index) => pool(`p${index}`));
    expect(section(htmlReport({ model: cloudModel({ pools }) }), "topology")).toContain("4 more pools");
  });
});
