/** A source text written for cdktf, for CDK Terrain: module names only; the core's symbols and files keep theirs. */
exports.forCdktn = (text) =>
  text.replace(/(from |require\(|import\()"cdktf"/g, '$1"cdktn"').replace(/"@cdktf\/provider-/g, '"@cdktn/provider-');
