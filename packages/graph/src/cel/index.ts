export { cel } from "./cel.ts";
export { graphFromJSON, type GraphFromJSONOptions, type LoadedGraph } from "./graph-from-json.ts";
