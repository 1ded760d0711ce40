import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Construct } from "constructs";
import type { TerraformStack } from "../core/cdktf";
import { onSynthesize } from "../core/synthesis";
import type { Boundary } from "./boundary";

/** Name of the file in the output folder that carries the boundary by which a factory was judged at synth. */
export const boundaryFileName = "boundary.json";

/** Writes a factory's boundary beside its model: a boundary file like any other, for the report and for `--boundary`. */
export class BoundaryOutput extends Construct {
  constructor(stack: TerraformStack, id: string, boundary: () => Boundary | undefined) {
    super(stack, id);
    onSynthesize(this, (session) => {
      const data = boundary()?.data;
      const file = join(session.outdir, boundaryFileName);
      // A boundary of an earlier run is not this factory's.
      if (data === undefined) return rmSync(file, { force: true });
      mkdirSync(session.outdir, { recursive: true });
      writeFileSync(file, `${JSON.stringify(data, undefined, 2)}\n`);
    });
  }
}
