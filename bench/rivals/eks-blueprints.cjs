// The equal shape with @aws-quickstart/eks-blueprints: the same kind of add-ons as typed configuration, versions written
// out, so that nothing asks AWS. What that library does not have (Lustre driver, Prometheus) is a plain chart. With
// CDK_OUTDIR set the app synthesises itself when all add-ons are there.
const cdk = require("aws-cdk-lib");
const blueprints = require("@aws-quickstart/eks-blueprints");

const { aws_ec2: ec2, aws_eks: eks } = cdk;

class Chart extends blueprints.HelmAddOn {
  deploy(clusterInfo) {
    return Promise.resolve(this.addHelmChart(clusterInfo, {}));
  }
}

const app = new cdk.App();
const group = (id, type, extra = {}) => ({
  id,
  instanceTypes: [new ec2.InstanceType(type)],
  minSize: 1,
  maxSize: 4,
  desiredSize: 1,
  nodeGroupSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
  ...extra,
});

blueprints.EksBlueprint.builder()
  .account("123456789012")
  .region("us-east-1")
  .version(eks.KubernetesVersion.V1_32)
  .resourceProvider(blueprints.GlobalResources.Vpc, new blueprints.VpcProvider())
  .resourceProvider("models", new blueprints.CreateS3BucketProvider({ id: "models", name: "shape-models" }))
  .resourceProvider("efs-file-system", new blueprints.CreateEfsFileSystemProvider({ name: "efs-file-system" }))
  .clusterProvider(
    new blueprints.GenericClusterProvider({
      version: eks.KubernetesVersion.V1_32,
      managedNodeGroups: [
        group("core", "m7i.2xlarge"),
        group("gpu", "p5.48xlarge", {
          amiType: eks.NodegroupAmiType.AL2023_X86_64_NVIDIA,
          labels: { "nvidia.com/gpu.present": "true" },
          taints: [{ key: "nvidia.com/gpu", value: "present", effect: eks.TaintEffect.NO_SCHEDULE }],
        }),
      ],
    }),
  )
  .addOns(
    new blueprints.VpcCniAddOn({ version: "v1.19.2-eksbuild.1" }),
    new blueprints.CoreDnsAddOn("v1.11.4-eksbuild.2"),
    new blueprints.KubeProxyAddOn("v1.32.0-eksbuild.2"),
    new blueprints.EbsCsiDriverAddOn({ version: "v1.38.1-eksbuild.1" }),
    new blueprints.EfsCsiDriverAddOn(),
    new blueprints.AwsLoadBalancerControllerAddOn(),
    new blueprints.CertManagerAddOn(),
    new blueprints.MetricsServerAddOn(),
    new blueprints.KarpenterV1AddOn(),
    new blueprints.GpuOperatorAddon(),
    new blueprints.KubeRayAddOn(),
    new blueprints.KedaAddOn(),
    new blueprints.ArgoCDAddOn(),
    new blueprints.JupyterHubAddOn({
      efsConfig: { pvcName: "efs", removalPolicy: cdk.RemovalPolicy.DESTROY, capacity: "10Gi" },
      serviceType: blueprints.JupyterHubServiceType.CLUSTERIP,
      values: {},
    }),
    new Chart({
      name: "fsx-csi",
      chart: "aws-fsx-csi-driver",
      release: "fsx-csi",
      version: "1.9.0",
      namespace: "kube-system",
      repository: "https://kubernetes-sigs.github.io/aws-fsx-csi-driver",
    }),
    new Chart({
      name: "prometheus",
      chart: "kube-prometheus-stack",
      release: "prometheus",
      version: "70.0.0",
      namespace: "monitoring",
      repository: "https://prometheus-community.github.io/helm-charts",
    }),
  )
  .teams(
    new blueprints.PlatformTeam({ name: "platform", users: [] }),
    new blueprints.ApplicationTeam({ name: "research" }),
  )
  .build(app, "shape");
