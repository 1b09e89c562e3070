export { fileArtifacts } from "./file-artifacts.ts";
export type { FileArtifactsOptions } from "./file-backend.ts";
