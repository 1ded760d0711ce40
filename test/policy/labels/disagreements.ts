const wholeInternet = "its passing examples open 0.1.0.0/0, which is every address, or name no source at all";

/** Why a rule and somebody's labels disagree, by check: the label is wrong, or asks another question by design. */
export const disagreements: Readonly<Record<string, string>> = {
  CKV_AWS_230: "its labels name aws_network_acl.network_acl, which is not in the example",
  CKV_AWS_24: "it passes a rule of 0.0.0.0/0 that names the group itself as well, which lets in everyone all the same",
  CKV_K8S_39: "its manifest pod-FAILED2.yaml has a pod without containers, which is no pod",
  "151187cb-0efc-481c-babd-ad24e3c9bc22": wholeInternet,
  "54c417bf-c762-48b9-9d31-b3d87047e3f0": wholeInternet,
  "ffac8a12-322e-42c1-b9b9-81ff85c39ef7": wholeInternet,
  "568a4d22-3517-44a6-a7ad-6a7eed88722c":
    "it labels the resource that suspends the versions where the rule names the bucket",
};
