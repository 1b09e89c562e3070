export { s3Artifacts, type S3ArtifactsOptions } from "./s3-artifacts.ts";
export type { S3Calls, S3Content, S3Listing, S3ListingQuery, S3Object, S3Place } from "./s3-calls.ts";
