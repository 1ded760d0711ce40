import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";

/** Where data lies at a site, as DataSync reaches it. */
export type SiteStoreProps =
  | { readonly kind: "nfs"; readonly server: string; readonly path: string }
  | { readonly kind: "smb"; readonly server: string; readonly path: string; readonly user: string }
  | {
      readonly kind: "object-store";
      readonly server: string;
      readonly bucket: string;
      readonly port: number;
      readonly path: string;
    };

/** The site's end of a copy: an export, a share, or a bucket of an object store that speaks S3. */
export class SiteStore {
  /** A directory of an NFS export. NFS carries no password: the export lets the agent's address in. */
  static nfs(props: { readonly server: string; readonly path: string }): SiteStore {
    return new SiteStore({ kind: "nfs", ...props });
  }

  /** A directory of an SMB share. The user's password is a variable of the stack: `TF_VAR_<name>_password`. */
  static smb(props: { readonly server: string; readonly path: string; readonly user: string }): SiteStore {
    return new SiteStore({ kind: "smb", ...props });
  }

  /**
   * A bucket of an object store at the site, such as Ceph's, by HTTPS. Its keys are variables of the stack:
   * `TF_VAR_<name>_access_key` and `TF_VAR_<name>_secret_key`.
   */
  static objectStore(props: {
    readonly server: string;
    readonly bucket: string;
    /** @default 443 */
    readonly port?: number;
    /** Prefix of the objects' names. @default "/" */
    readonly path?: string;
  }): SiteStore {
    return new SiteStore({ kind: "object-store", port: 443, path: "/", ...props });
  }

  private constructor(/** Kind of store and where it is, as given. */ readonly props: SiteStoreProps) {}
}

/** A server or directory that DataSync would not take. */
export function checkSiteStore({ props }: SiteStore, path: string): Finding[] {
  const findings: Finding[] = [];
  if (!/^[A-Za-z0-9]([-A-Za-z0-9.]{0,253}[A-Za-z0-9])?$/.test(props.server)) {
    findings.push(
      problem("HYB-027-dataset-sync", `${path}.server`, "not the name or address of a server", {
        given: props.server,
        allowed: "an IPv4 address or a DNS name, without scheme and port",
        fix: "for example nfs.site.example.org",
      }),
    );
  }
  if (!props.path.startsWith("/") || props.path.split("/").includes("..")) {
    findings.push(
      problem("HYB-027-dataset-sync", `${path}.path`, "not a directory", {
        given: props.path,
        allowed: "a path from the top, without '..'",
        fix: "for example /export/datasets",
      }),
    );
  }
  return findings;
}
