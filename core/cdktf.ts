/**
 * The one door through which the CDKTF core enters the library, so that the same source runs on `cdktf` and `cdktn`.
 * Nothing else in the library imports `cdktf`; core classes are recognised by their `isXxx` statics, never `instanceof`.
 */
export {
  Annotations,
  App,
  Aspects,
  AssetType,
  DataTerraformRemoteStateLocal,
  DefaultTokenResolver,
  Fn,
  Lazy,
  LocalBackend,
  S3Backend,
  StringConcat,
  TerraformAsset,
  TerraformBackend,
  TerraformDataSource,
  TerraformElement,
  TerraformLocal,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
  Token,
  Tokenization,
} from "cdktf";
export type { IAspect, IResolvable, ISynthesisSession, ITerraformDependable, TerraformProvider } from "cdktf";
