import { throwErrors } from "../../validation/factory-error";
import type { Finding } from "../../validation/finding";
import type { IParallelFilesystem, IPlatformComponent } from "../contracts";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";
import { checkPlannedShare } from "./planned-share";
import { ruleObject } from "./rule-object";
import { filesystemRules } from "./rules/filesystem-rules";
import type { RuleGroup } from "./rules/rule";

export interface FilesystemExportersProps extends Pick<ComponentOptions, "name" | "dependsOn"> {
  /** Filesystems of the owner's own. Each needs an `exporter`. At least one. */
  readonly filesystems: readonly IParallelFilesystem[];
  /** Collects the metrics, evaluates the rules, and brings their definitions. */
  readonly monitoring: IPlatformComponent;
  /** Share of the planned throughput and metadata operations above which somebody is told. @default 0.8 */
  readonly plannedShare?: number;
}

/**
 * Figures and alerts of filesystems that stand at a site: by the exporters at their servers, or one that is started here.
 * The rules measure by what each filesystem was planned for. In the namespace of the monitoring.
 *
 * @throws FactoryError where there is no filesystem, one has no exporter, or the share is none
 */
export class FilesystemExporters extends PlatformComponent {
  /** The rules, by group. */
  readonly groups: readonly RuleGroup[];

  constructor(props: FilesystemExportersProps) {
    const name = props.name ?? "filesystem-exporters";
    const { filesystems, plannedShare = 0.8 } = props;
    throwErrors([...checkFilesystems(filesystems, name), ...checkPlannedShare(plannedShare, name)]);
    const { namespace } = props.monitoring;
    const watched = filesystems.flatMap((filesystem) =>
      filesystem.exporter === undefined ? [] : [{ filesystem, exporter: filesystem.exporter }],
    );
    const parts = watched.map(({ filesystem: { filesystemName }, exporter }) =>
      exporter.parts({ name: `filesystem-${filesystemName}`, namespace, filesystem: filesystemName }),
    );
    const groups = [
      filesystemRules(
        watched.map(({ filesystem: { filesystemName, readMBps, writeMBps, metadataIops }, exporter }) => ({
          filesystemName,
          metrics: exporter.metrics,
          plannedMBps: { read: readMBps, write: writeMBps },
          metadataIops,
        })),
        plannedShare,
      ),
    ];
    super(
      {
        name,
        namespace,
        manifests: [
          ...parts.flatMap(({ manifests }) => manifests),
          ...groups.map((group) => ruleObject(group, namespace)),
        ],
        images: [...new Set(parts.flatMap(({ images }) => images))],
        provides: ["filesystem-rules"],
        dependsOn: [props.monitoring],
      },
      { dependsOn: props.dependsOn },
    );
    this.groups = groups;
  }
}

function checkFilesystems(filesystems: readonly IParallelFilesystem[], path: string): Finding[] {
  const without = filesystems.filter(({ exporter }) => exporter === undefined).map((each) => each.filesystemName);
  if (filesystems.length > 0 && without.length === 0) return [];
  return [
    {
      rule: "PLT-152-filesystem-exporter",
      severity: "error",
      verdict: "fail",
      path: `${path}.filesystems`,
      message: filesystems.length === 0 ? "there is no filesystem to watch" : "nothing says how a filesystem does",
      given: without,
      allowed: "filesystems with an 'exporter'",
      fix: "give the filesystem an 'exporter': FilesystemExporter.lustre(…), or leave it out here",
    },
  ];
}
