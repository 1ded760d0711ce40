import { unknownValueKeys, invalidValuesOfChart, validateObject } from "../../../testing/kubernetes";
import { describeWithSchemas } from "../../support/kubernetes-schemas";

const clusterQueue = {
  apiVersion: "kueue.x-k8s.io/v1beta2",
  kind: "ClusterQueue",
  metadata: { name: "research" },
  spec: {
    namespaceSelector: {},
    queueingStrategy: "BestEffortFIFO",
    resourceGroups: [
      {
        coveredResources: ["nvidia.com/gpu"],
        flavors: [{ name: "h200", resources: [{ name: "nvidia.com/gpu", nominalQuota: 8 }] }],
      },
    ],
  },
};

const storageClass = {
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { name: "lustre" },
  provisioner: "fsx.csi.aws.com",
  parameters: { deploymentType: "PERSISTENT_2" },
  volumeBindingMode: "WaitForFirstConsumer",
};

const job = {
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "acceptance", namespace: "checks" },
  spec: {
    backoffLimit: 0,
    template: {
      spec: {
        restartPolicy: "Never",
        containers: [
          {
            name: "nccl",
            image: "nccl-tests:1",
            env: [{ name: "A", value: "1" }],
            ports: [{ containerPort: 22 }],
            resources: { limits: { "nvidia.com/gpu": 8, cpu: "500m" } },
          },
        ],
      },
    },
  },
};

describeWithSchemas("the schemas of real operators and of Kubernetes", ({ schemas, charts }) => {
  const paths = (object: unknown) => validateObject(object, schemas).map((problem) => problem.path);

  test("take a valid ClusterQueue, StorageClass and Job", () => {
    expect(validateObject(clusterQueue, schemas)).toEqual([]);
    expect(validateObject(storageClass, schemas)).toEqual([]);
    expect(validateObject(job, schemas)).toEqual([]);
  });

  test("find a misspelt field deep in a custom resource, and the field that was meant", () => {
    const [group] = clusterQueue.spec.resourceGroups;
    const spec = { ...clusterQueue.spec, resourceGroups: [{ ...group, coveredResource: group?.coveredResources }] };
    const [problem] = validateObject({ ...clusterQueue, spec }, schemas);
    expect(problem?.path).toBe("spec.resourceGroups[0].coveredResource");
    expect(problem?.message).toContain("did you mean 'coveredResources'?");
  });

  test("judge the CEL rules of a real CRD", () => {
    const spec = {
      ...clusterQueue.spec,
      preemption: { reclaimWithinCohort: "Never", borrowWithinCohort: { policy: "LowerPriority" } },
    };
    expect(paths({ ...clusterQueue, spec })).toEqual(["spec.preemption"]);
  });

  test("find what is wrong with built-in kinds", () => {
    expect(paths({ ...storageClass, provisioner: undefined })).toEqual(["provisioner"]);
    expect(paths({ ...storageClass, volumeBindingMode: "Later" })).toEqual(["volumeBindingMode"]);
    expect(paths({ ...storageClass, parameters: { efaEnabled: true } })).toEqual(["parameters.efaEnabled"]);
    expect(paths({ ...storageClass, metadata: { name: "x", namespace: "here" } })).toEqual(["metadata.namespace"]);
    const [container] = job.spec.template.spec.containers;
    const broken = { ...job.spec.template.spec, containers: [{ ...container, imagee: "x" }] };
    expect(paths({ ...job, spec: { template: { spec: broken } } })).toEqual([
      "spec.template.spec.containers[0].imagee",
    ]);
  });

  test("tell the two ClusterPolicy kinds apart", () => {
    const policy = (group: string) => ({ apiVersion: `${group}/v1`, kind: "ClusterPolicy", metadata: { name: "p" } });
    expect(paths({ ...policy("nvidia.com"), spec: { rules: [] } })).toContain("spec.rules");
    expect(paths({ ...policy("kyverno.io"), spec: { rules: [] } })).not.toContain("spec.rules");
  });

  test("warn about Kueue's deprecated version", () => {
    const old = { apiVersion: "kueue.x-k8s.io/v1beta1", kind: "ResourceFlavor", metadata: { name: "x" } };
    expect(validateObject(old, schemas).map((problem) => problem.severity)).toEqual(["warning"]);
  });

  test("can be read for every kind without a failure", () => {
    for (const name of schemas.names) {
      const [kind = "", version = "", group] = name.split("/").reverse();
      const apiVersion = group === undefined ? version : `${group}/${version}`;
      const found = validateObject({ apiVersion, kind, metadata: { name: "x" } }, schemas);
      expect(found.filter((problem) => problem.message.includes("could not be judged"))).toEqual([]);
    }
  });

  test("know every key of a chart's values, and take free-form maps", () => {
    expect(unknownValueKeys("kueue", { controllerManager: { replicas: 2 } }, charts)).toEqual([]);
    expect(
      unknownValueKeys("kueue", { controllerManager: { manager: { podAnnotations: { a: "b" } } } }, charts),
    ).toEqual([]);
    const [problem] = unknownValueKeys("kueue", { controllerManager: { replicsa: 2 } }, charts);
    expect(problem?.path).toBe("controllerManager.replicsa");
    expect(problem?.message).toContain("did you mean 'replicas'?");
  });

  test("name the chart that was meant", () => {
    expect(() => unknownValueKeys("kueu", {}, charts)).toThrow("did you mean 'kueue'?");
  });

  test("judge values by the chart's own schema where it has one", () => {
    expect(invalidValuesOfChart("cert-manager", { crds: { enabled: true } }, charts)).toEqual([]);
    const [problem] = invalidValuesOfChart("cert-manager", { crds: { enabled: "yes" } }, charts);
    expect(problem?.path).toBe("crds.enabled");
    expect(invalidValuesOfChart("kueue", { anything: 1 }, charts)).toEqual([]);
  });
});
