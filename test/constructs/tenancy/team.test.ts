import { Construct } from "constructs";
import type { IWorkloadIdentity } from "../../../constructs/contracts";
import { namespacesOf } from "../../../constructs/platform";
import { Kueue } from "../../../constructs/scheduling";
import { Team, WorkPriorities, type TeamProps } from "../../../constructs/tenancy";
import { collectModel } from "../../../model";
import { validateObject } from "../../../testing/kubernetes";
import { FactoryError } from "../../../validation/factory-error";
import { describeWithSchemas } from "../../support/kubernetes-schemas";
import { objectOf } from "../platform/every-component";
import { gpuPool, synthPlatform } from "../platform/fakes";
import { fakeStore } from "../serving/fixture";

const kueue = new Kueue({ pools: [gpuPool()], queues: [], serving: true });
const fair = new Kueue({ pools: [gpuPool()], queues: [], fairSharing: true });
const priorities = new WorkPriorities({ kueue });

function team(changes: Partial<TeamProps> = {}): Team {
  return new Team({
    name: "vision",
    work: "training",
    namespaces: ["vision", "vision-notebooks"],
    kueue,
    priorities,
    share: 0.25,
    memberGroups: ["oidc:vision"],
    adminGroups: ["oidc:vision-leads"],
    ingressNamespaces: ["monitoring"],
    egress: [{ cidrBlock: "10.20.0.0/16" }],
    storage: { store: fakeStore() },
    volumesGiB: 2000,
    gateway: { tokensPerHour: 100_000 },
    costCentre: "4711",
    ...changes,
  });
}

function messagesOf(changes: Partial<TeamProps>): string[] {
  try {
    team(changes);
  } catch (error) {
    if (error instanceof FactoryError) return error.findings.map(({ message }) => message);
    throw error;
  }
  return [];
}

describe("a team", () => {
  it("has namespaces with a Pod Security level, and labels that costs are told apart by", () => {
    const { labels, findings } = namespacesOf([team()], "platform");
    expect(findings).toEqual([]);
    const wanted = {
      "pod-security.kubernetes.io/enforce": "restricted",
      "ai-factory/team": "vision",
      "ai-factory/cost-centre": "4711",
    };
    expect(labels.get("vision")).toEqual(wanted);
    expect(labels.get("vision-notebooks")).toEqual(wanted);
  });

  it("has its share of every pool as a quota, and lends what it does not use", () => {
    const { cohortName, resourceGroups } = objectOf(team(), "ClusterQueue").spec as {
      cohortName: string;
      resourceGroups: { flavors: { resources: { name: string; nominalQuota: string }[] }[] }[];
    };
    expect(cohortName).toBe("ai-factory");
    expect(resourceGroups[0]?.flavors[0]?.resources).toContainEqual({ name: "nvidia.com/gpu", nominalQuota: "32" });
    expect(team().team).toEqual({ id: "vision", namespaces: ["vision", "vision-notebooks"], acceleratorQuota: 32 });
  });

  it("catches jobs that name no queue", () => {
    expect(
      team()
        .manifests.filter(({ kind }) => kind === "LocalQueue")
        .map(({ metadata }) => metadata.name),
    ).toEqual(["default", "default"]);
  });

  it("takes nodes over from training when its work is production serving", () => {
    expect(objectOf(team({ work: "production-serving" }), "ClusterQueue").spec).toMatchObject({
      preemption: {
        reclaimWithinCohort: "Any",
        borrowWithinCohort: { policy: "LowerPriority", maxPriorityThreshold: 10_000 },
      },
    });
    const shared = objectOf(team({ work: "production-serving", kueue: fair, weight: 2 }), "ClusterQueue");
    expect(shared.spec).not.toHaveProperty("preemption.borrowWithinCohort");
    expect(shared.spec).toMatchObject({ fairSharing: { weight: "2" } });
  });

  it("cannot start work that is more urgent than its own", () => {
    const forbidden = (work: TeamProps["work"]) =>
      team({ work, namespaces: ["a"] }).manifests.flatMap(({ kind, metadata }) =>
        kind === "ResourceQuota" && metadata.name.startsWith("no-") ? [metadata.name] : [],
      );
    expect(forbidden("research")).toEqual(["no-training", "no-production-serving"]);
    expect(forbidden("production-serving")).toEqual([]);
  });

  it("is closed to other teams in both directions", () => {
    const { policyTypes, ingress, egress } = objectOf(team(), "NetworkPolicy").spec as Record<string, unknown[]>;
    expect(policyTypes).toEqual(["Ingress", "Egress"]);
    expect(JSON.stringify(ingress)).toContain('["vision","vision-notebooks","monitoring"]');
    expect(egress).toHaveLength(3);
    expect(JSON.stringify(egress)).toContain("10.20.0.0/16");
  });

  it("gives rights to groups of the identity provider within its namespaces only", () => {
    expect(team().manifests.filter(({ kind }) => kind === "ClusterRoleBinding")).toEqual([]);
    expect(objectOf(team(), "RoleBinding", "team-admins")).toMatchObject({
      roleRef: { name: "admin" },
      subjects: [{ kind: "Group", name: "oidc:vision-leads" }],
    });
  });

  it("is what the gateway takes, and has a place in the object store", () => {
    expect(team().gateway).toEqual({ name: "vision", tokensPerHour: 100_000 });
    expect(team().storagePrefix).toBe("teams/vision");
    const granted: string[] = [];
    const store = Object.assign(fakeStore(), {
      grantPrefix: ({ namespace }: IWorkloadIdentity, prefix: string) => void granted.push(`${namespace} ${prefix}`),
    });
    const identityIn = (namespace: string): IWorkloadIdentity =>
      Object.assign(new Construct(undefined as never, ""), { namespace, serviceAccountName: "default" });
    team({ storage: { store, prefix: "research/vision", identities: [identityIn("vision-notebooks")] } });
    expect(granted).toEqual(["vision-notebooks research/vision"]);
    expect(messagesOf({ storage: { store, identities: [identityIn("search")] } })).toEqual([
      "a service account of somebody else would write into the team's data",
    ]);
    expect(messagesOf({ storage: { store: fakeStore(), identities: [identityIn("vision")] } })).toEqual([
      "the store cannot give access to a part of a bucket",
    ]);
  });

  it("stands in the factory model", () => {
    const { app } = synthPlatform([kueue, priorities, team()]);
    expect(collectModel(app, { name: "f", intent: "mixed" }).teams).toMatchObject([
      { id: "vision", acceleratorQuota: 32, namespaces: ["vision", "vision-notebooks"] },
    ]);
  });

  it.each<[string, Partial<TeamProps>, string]>([
    ["a name that is none", { name: "Vision" }, "the team's name is no name of a Kubernetes object"],
    ["everybody's namespace", { namespaces: ["default"] }, "a namespace cannot be a team's"],
    ["no namespace", { namespaces: [] }, "the team has no namespace, or one twice"],
    ["more than everything", { share: 1.5 }, "the team's share is no part of the whole"],
    ["a weight without fair sharing", { weight: 2 }, "Kueue does not share fairly, so a weight changes nothing"],
    ["a negative weight", { weight: -1, kueue: fair }, "the weight is no weight"],
    ["nobody", { memberGroups: [] }, "nobody may work in the team, or the whole cluster may"],
    ["everybody", { memberGroups: ["system:authenticated"] }, "nobody may work in the team, or the whole cluster may"],
  ])("is refused with %s", (_, changes, message) => {
    expect(messagesOf(changes)).toEqual([message]);
  });

  it("shares no namespace with another team", () => {
    const other = team({ name: "speech" });
    const shared = other.provides.filter((thing) => team().provides.includes(thing));
    expect(shared).toEqual(["tenancy of namespace vision", "tenancy of namespace vision-notebooks"]);
  });
});

describe("the kinds of work", () => {
  it("have one value for Kubernetes' scheduler and for Kueue", () => {
    const values = (kind: string) =>
      priorities.manifests
        .filter((object) => object.kind === kind)
        .map(({ metadata, value }) => [metadata.name, value]);
    expect(values("PriorityClass")).toEqual(values("WorkloadPriorityClass"));
    expect(values("PriorityClass")).toHaveLength(3);
  });
});

describe("Kueue", () => {
  const configOf = (component: Kueue) => JSON.stringify(component.values);
  it("counts long-running pods and shares fairly where it is told so", () => {
    expect(configOf(kueue)).toContain("leaderworkerset.x-k8s.io/leaderworkerset");
    expect(configOf(fair)).toContain("LessThanOrEqualToFinalShare");
    expect(configOf(new Kueue({ pools: [gpuPool()] }))).not.toMatch(/leaderworkerset|fairSharing/);
  });
});

describeWithSchemas("the objects of a team", ({ schemas }) => {
  it("are what the real definitions accept", () => {
    const objects = [team(), team({ work: "production-serving" }), team({ kueue: fair, weight: 3 }), priorities];
    expect(objects.flatMap(({ manifests }) => manifests).flatMap((object) => validateObject(object, schemas))).toEqual(
      [],
    );
  });
});
