import { LocalBackend, S3Backend, type TerraformStack } from "../../core/cdktf";

export interface S3StateProps {
  /** Existing bucket that keeps the state; versioned, private, in the factory's own region or boundary. */
  readonly bucket: string;
  /** Region of the bucket. */
  readonly region: string;
  /** Folder of the state files in the bucket. @default - the state files lie at the top of the bucket */
  readonly keyPrefix?: string;
  /** ARN of the key that encrypts the state. @default - the bucket's own encryption */
  readonly kmsKeyArn?: string;
}

/** Where Terraform keeps the state of a factory's stacks. */
export class FactoryState {
  /** Files `terraform.<stack>.tfstate` in the folder that holds `cdktf.out`: for one person and for trials. */
  static local(): FactoryState {
    return new FactoryState();
  }

  /** An S3 bucket with lock files: for teams and pipelines. Needs Terraform 1.10 or newer. */
  static s3(props: S3StateProps): FactoryState {
    return new FactoryState({ ...props });
  }

  private constructor(/** Bucket of the state files; absent where they are local. */ readonly bucket?: S3StateProps) {}

  /** Gives the stack its backend. */
  attachTo(stack: TerraformStack): void {
    if (this.bucket === undefined) {
      // Relative to cdktf.out/stacks/<stack>, where terraform runs: the same bytes on every machine.
      new LocalBackend(stack, { path: `../../../terraform.${stack.node.id}.tfstate` });
      return;
    }
    const { bucket, region, keyPrefix, kmsKeyArn } = this.bucket;
    const prefix = keyPrefix === undefined ? "" : `${keyPrefix.replace(/\/$/, "")}/`;
    new S3Backend(stack, {
      bucket,
      region,
      key: `${prefix}${stack.node.id}.tfstate`,
      encrypt: true,
      kmsKeyId: kmsKeyArn,
    });
    stack.addOverride("terraform.backend.s3.use_lockfile", true);
  }
}
