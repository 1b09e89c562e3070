export { toDot } from "./dot.ts";
export type {
  ActionJSON,
  ConditionJSON,
  GraphJSON,
  GraphPartsJSON,
  JSONValue,
  OnErrorJSON,
  PoliciesJSON,
  TransitionJSON,
} from "./graph-json.ts";
export { toMermaid } from "./mermaid.ts";
export type { Details, Picture, PictureEdge, PictureGroup, PictureNode, PictureOptions } from "./picture.ts";
export { pictureOf } from "./picture-of.ts";
export type { SubgraphsOption } from "./subgraph.ts";
export { toJSON } from "./to-json.ts";
