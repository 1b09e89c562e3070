import { S3 } from "@aws-sdk/client-s3";
import { buildApp } from "fauxqs";
import { afterAll } from "vitest";

/** The SDK's own client, against a server that speaks S3. */
export interface TestS3 {
  readonly client: S3;
  /** Makes a bucket that no other test has, and gives its name. */
  readonly newBucket: () => Promise<string>;
}

/** Starts a server for the tests of a file, and stops it after them. Call it at the top. */
export async function s3Server(): Promise<TestS3> {
  const server = buildApp({ logger: false });
  const endpoint = await server.listen({ port: 0, host: "127.0.0.1" });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new S3({ endpoint, region: "us-east-1", credentials, forcePathStyle: true, maxAttempts: 1 });
  afterAll(async () => {
    client.destroy();
    await server.close();
  });
  let buckets = 0;
  return {
    client,
    async newBucket() {
      const bucket = `bucket-${(buckets += 1)}`;
      await client.createBucket({ Bucket: bucket });
      return bucket;
    },
  };
}
