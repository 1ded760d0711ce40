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
    return new FactoryState((stack) => {
      // Relative to cdktf.out/stacks/<stack>, where terraform runs: the same bytes on every machine.
      new LocalBackend(stack, { path: `../../../terraform.${stack.node.id}.tfstate` });
    });
  }

  /** An S3 bucket with lock files: for teams and pipelines. Needs Terraform 1.10 or newer. */
  static s3(props: S3StateProps): FactoryState {
    return new FactoryState((stack) => {
      const prefix = props.keyPrefix === undefined ? "" : `${props.keyPrefix.replace(/\/$/, "")}/`;
      new S3Backend(stack, {
        bucket: props.bucket,
        region: props.region,
        key: `${prefix}${stack.node.id}.tfstate`,
        encrypt: true,
        kmsKeyId: props.kmsKeyArn,
      });
      stack.addOverride("terraform.backend.s3.use_lockfile", true);
    });
  }

  private constructor(private readonly attach: (stack: TerraformStack) => void) {}

  /** Gives the stack its backend. */
  attachTo(stack: TerraformStack): void {
    this.attach(stack);
  }
}
