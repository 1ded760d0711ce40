#!/usr/bin/env python3
"""Writes catalog/data/aws-cpu-instance-types.json from the DescribeInstanceTypes and offering data of an installed moto.

    pip install moto==5.2.1
    python3 tools/catalog/extract-cpu-instance-types.py

EKS_MAX_PODS may name a local copy of amazon-vpc-cni-k8s' misc/eni-max-pods.txt; without it, `eksMaxPods` is left out
and the catalogue's formula is used.
"""

import gzip
import json
import os
from importlib.util import find_spec
from importlib.metadata import version
from pathlib import Path

FAMILIES = ("m7i", "m7g", "m8g", "c7i", "c7g", "r7i", "m6i", "c6i", "r6i", "i4i", "hpc7a", "hpc7g")
AS_OF = {"5.2.1": "2026-05"}  # moto release -> month in which it took the data from EC2
ROOT = Path(__file__).resolve().parents[2]


def load(path: Path):
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return json.load(stream)


def offerings(resources: Path) -> tuple[dict[str, dict[str, list[str]]], list[str]]:
    """type -> region -> zone ids, and the regions that the data covers."""
    found: dict[str, dict[str, list[str]]] = {}
    files = sorted((resources / "instance_type_offerings" / "availability-zone-id").glob("*.json.gz"))
    for file in files:
        region = file.name.removesuffix(".json.gz")
        for row in load(file):
            found.setdefault(row["InstanceType"], {}).setdefault(region, []).append(row["Location"])
    for by_region in found.values():
        for zones in by_region.values():
            zones.sort()
    return found, [file.name.removesuffix(".json.gz") for file in files]


def whole(number):
    return int(number) if isinstance(number, float) and number.is_integer() else number


def row(name: str, api: dict, offered: dict[str, list[str]]) -> dict:
    network, ebs = api["NetworkInfo"], api["EbsInfo"].get("EbsOptimizedInfo", {})
    cards = [
        {
            "first": card["NetworkCardIndex"],
            "last": card["NetworkCardIndex"],
            "maxInterfaces": card["MaximumNetworkInterfaces"],
            "baselineGbps": whole(card.get("BaselineBandwidthInGbps")),
            "peakGbps": whole(card.get("PeakBandwidthInGbps")),
        }
        for card in network["NetworkCards"]
    ]
    result = {
        "name": name,
        "family": name.split(".")[0],
        "vCpus": api["VCpuInfo"]["DefaultVCpus"],
        "memoryMiB": api["MemoryInfo"]["SizeInMiB"],
        "architecture": api["ProcessorInfo"]["SupportedArchitectures"][0],
        "networkCards": [{key: value for key, value in card.items() if value is not None} for card in cards],
        "networkGbps": whole(sum(card.get("BaselineBandwidthInGbps", 0) for card in network["NetworkCards"])),
        "maxNetworkInterfaces": network["MaximumNetworkInterfaces"],
        "ipv4PerInterface": network["Ipv4AddressesPerInterface"],
        "usageClasses": sorted(api["SupportedUsageClasses"]),
        "placementStrategies": sorted(api["PlacementGroupInfo"]["SupportedStrategies"]),
        "bootModes": sorted(api["SupportedBootModes"]),
        "currentGeneration": api["CurrentGeneration"],
        "bareMetal": api["BareMetal"],
        "ebsMaxMbps": ebs.get("MaximumBandwidthInMbps"),
        "ebsBaselineMbps": ebs.get("BaselineBandwidthInMbps"),
        # One string a region keeps the file small and its inferred type cheap for the compiler.
        "offeredIn": [" ".join([region, *zones]) for region, zones in sorted(offered.items())],
        "additionalRegionsWithPrice": [],
        "additionalRegionsAnnounced": [],
        "notes": [],
        "source": "moto",
    }
    if network.get("EfaSupported"):
        # A single-card type has its EFA on card 0; hpc7a has two cards and an EFA on each.
        result["efa"] = {
            "maxInterfaces": network["EfaInfo"]["MaximumEfaInterfaces"],
            "cardsWithEfa": [card["first"] for card in cards][-network["EfaInfo"]["MaximumEfaInterfaces"] :],
        }
    storage = api.get("InstanceStorageInfo")
    if storage:
        disk = storage["Disks"][0]
        result["localNvme"] = {
            "totalGB": storage["TotalSizeInGB"],
            "count": disk["Count"],
            "sizeGBEach": disk["SizeInGB"],
        }
    return {key: value for key, value in result.items() if value is not None}


def name_equal_offerings(rows: list[dict]) -> None:
    """A type that is offered where an earlier one is has that one's name instead of the list again."""
    first: dict[str, str] = {}
    for item in rows:
        seen = first.setdefault(json.dumps(item["offeredIn"]), item["name"])
        if seen != item["name"] and len(item["offeredIn"]) > 1:
            item["offeredIn"] = seen


def main() -> None:
    package = find_spec("moto")
    if package is None or package.origin is None:
        raise SystemExit("moto is not installed: pip install moto==5.2.1")
    resources = Path(package.origin).parent / "ec2" / "resources"
    types = load(resources / "instance_types.json.gz")
    offered, covered = offerings(resources)
    rows = [
        row(name, api, offered.get(name, {}))
        for name, api in sorted(types.items())
        if name.split(".")[0] in FAMILIES and "metal" not in name and "flex" not in name
    ]
    rows.sort(key=lambda item: (item["family"], item["vCpus"]))
    name_equal_offerings(rows)
    max_pods = os.environ.get("EKS_MAX_PODS")
    if max_pods:
        pods = dict(line.split()[:2] for line in open(max_pods, encoding="utf-8") if line[:1] not in "#\n")
        for item in rows:
            if item["name"] in pods:
                item["eksMaxPods"] = int(pods[item["name"]])
    moto = version("moto")
    head = {
        "about": "EC2 instance types without accelerators, for system and data-preparation pools",
        "sources": {
            "moto": {
                "source": f"moto {moto} moto/ec2/resources/instance_types.json.gz (EC2 DescribeInstanceTypes) and "
                "moto/ec2/resources/instance_type_offerings/availability-zone-id/*.json.gz",
                "asOf": AS_OF[moto],
            }
        },
        "regionsCovered": covered,
    }
    with open(ROOT / "catalog" / "data" / "aws-cpu-instance-types.json", "w", encoding="utf-8") as out:
        out.write("{\n")
        for key, value in head.items():
            out.write(f" {json.dumps(key)}: {json.dumps(value)},\n")
        out.write(' "rows": [\n' + ",\n".join("  " + json.dumps(item) for item in rows) + "\n ]\n}\n")
    print(f"{len(rows)} types, {len(covered)} regions")


if __name__ == "__main__":
    main()
