import { documentsFromMemory } from "../../documents";
import { clusterSubjects } from "../../validation/cluster-subjects";
import type { Subject } from "../../validation/rule";
import { emptyModel } from "./support/model";

const release = (chart: string) => ({ resource: { helm_release: { [chart]: { name: chart, chart } } } });

function service(id: string, clusterId: string, stack: string) {
  return {
    id,
    path: `factory/${stack}/${id}`,
    clusterId,
    namespace: id,
    customResources: [],
    images: [],
    telemetryDisabled: false,
    dependsOn: [],
    addresses: [`${stack}:helm_release.${id}`],
  };
}

function subject(clusterOfHome: string): Subject {
  const stacks = { cloud: release("kueue"), home: release("gpu-operator"), lines: { resource: {} } };
  const services = [service("kueue", "cloud", "cloud"), service("gpu-operator", clusterOfHome, "home")];
  return { model: emptyModel({ services }), documents: documentsFromMemory(stacks) };
}

describe("the parts of a subject, by cluster", () => {
  it("are the stacks and components of each cluster, and what belongs to none", () => {
    const parts = clusterSubjects(subject("home"));
    const seen = parts.map(({ model, documents }) => ({
      services: model?.services.map(({ id }) => id),
      stacks: documents?.stacks.map(({ name }) => name),
      releases: documents?.helmReleases().map(({ chart }) => chart),
    }));
    expect(seen).toEqual([
      { services: ["kueue"], stacks: ["cloud", "lines"], releases: ["kueue"] },
      { services: ["gpu-operator"], stacks: ["home", "lines"], releases: ["gpu-operator"] },
    ]);
  });

  it("find by address in their own stacks only", () => {
    const [cloud] = clusterSubjects(subject("home"));
    expect(cloud?.documents?.find("helm_release.kueue")?.stack).toBe("cloud");
    expect(cloud?.documents?.find("helm_release.gpu-operator")).toBeUndefined();
    expect(cloud?.documents?.find("helm_release.gpu-operator", "home")).toBeUndefined();
  });

  it("are the whole where there is one cluster, or nothing tells clusters apart", () => {
    const one = subject("cloud");
    expect(clusterSubjects(one)).toEqual([one]);
    expect(clusterSubjects({ documents: one.documents })).toHaveLength(1);
    const shared = subject("home");
    const model = {
      ...shared.model!,
      services: [service("kueue", "cloud", "cloud"), service("keda", "home", "cloud")],
    };
    const mixed = { ...shared, model };
    expect(clusterSubjects(mixed)).toEqual([mixed]);
  });
});
