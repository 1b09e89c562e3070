import { GetObjectCommand, S3, S3Client } from "@aws-sdk/client-s3";
import { artifactCases } from "@burrjs/testing";
import { buildApp } from "fauxqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type S3Calls, s3Artifacts } from "./index.ts";

/** The SDK's own client, against a server that speaks S3. */
const server = buildApp({ logger: false });
let client: S3;
let buckets = 0;

beforeAll(async () => {
  const endpoint = await server.listen({ port: 0, host: "127.0.0.1" });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  client = new S3({ endpoint, region: "us-east-1", credentials, forcePathStyle: true, maxAttempts: 1 });
});

afterAll(async () => {
  client.destroy();
  await server.close();
});

async function newBucket(): Promise<string> {
  const bucket = `artifacts-${(buckets += 1)}`;
  await client.createBucket({ Bucket: bucket });
  return bucket;
}

async function openS3(prefix = "") {
  const bucket = await newBucket();
  const store = s3Artifacts({ client, bucket, prefix });
  const damage = async (hash: string, bytes: Uint8Array): Promise<void> => {
    await client.putObject({ Bucket: bucket, Key: prefix + hash, Body: bytes });
  };
  return { bucket, store, damage };
}

describe.each([{ prefix: "" }, { prefix: "app/artifacts/" }])(
  "s3Artifacts() with the prefix '$prefix'",
  ({ prefix }) => {
    it.each(artifactCases(() => openS3(prefix)))("$name", async ({ run }) => {
      await expect(run()).resolves.toBeUndefined();
    });
  },
);

describe("s3Artifacts()", () => {
  it("lists and sweeps all pages, and only its own objects", async () => {
    const { bucket } = await openS3();
    const pages: number[] = [];
    const paged: S3Calls = {
      putObject: (input) => client.putObject(input),
      getObject: (input) => client.getObject(input),
      deleteObject: (input) => client.deleteObject(input),
      async listObjectsV2(input) {
        const page = await client.listObjectsV2({ ...input, MaxKeys: 2 });
        pages.push(page.Contents?.length ?? 0);
        return page;
      },
    };
    const store = s3Artifacts({ client: paged, bucket, prefix: "mine/" });
    const artifacts = await Promise.all(["a", "b", "c", "d", "e"].map((text) => store.put(text)));
    const others = [`mine/${"z".repeat(64)}`, "mine/notes", `yours/${artifacts[0]?.hash}`];
    for (const Key of others) await client.putObject({ Bucket: bucket, Key, Body: "other" });
    const listed = [];
    for await (const { hash } of store.backend.list()) listed.push(hash);
    expect(listed).toEqual(artifacts.map(({ hash }) => hash).toSorted());
    expect(pages).toEqual([2, 2, 2, 1]);
    const options = { olderThanMs: 0, now: () => Number.MAX_SAFE_INTEGER };
    expect(await store.sweep(new Set(), options)).toEqual({ deleted: 5, bytes: 5 });
    const { Contents = [] } = await client.listObjectsV2({ Bucket: bucket });
    expect(Contents.map(({ Key }) => Key)).toEqual(others.toSorted());
  });

  it("throws the client's error as it is when the bucket is missing", async () => {
    const { backend } = s3Artifacts({ client, bucket: "not-there" });
    const missing = { name: "NoSuchBucket" };
    const hash = "0".repeat(64);
    await expect(backend.read(hash)).rejects.toMatchObject(missing);
    await expect(backend.write(hash, new Uint8Array())).rejects.toMatchObject(missing);
    await expect(backend.list()[Symbol.asyncIterator]().next()).rejects.toMatchObject(missing);
  });

  it("takes functions around an S3Client as well", async () => {
    const { bucket, store } = await openS3();
    const artifact = await store.put("abc");
    const bare: S3Client = client;
    const calls: S3Calls = {
      putObject: () => Promise.reject(new Error("Read only.")),
      getObject: (input) => bare.send(new GetObjectCommand(input)),
      deleteObject: () => Promise.reject(Object.assign(new Error("Gone."), { name: "NoSuchKey" })),
      listObjectsV2: () => Promise.resolve({}),
    };
    const { backend, fromData } = s3Artifacts({ client: calls, bucket });
    expect(await fromData(artifact.toJSON()).text()).toBe("abc");
    await expect(backend.delete(artifact.hash)).resolves.toBeUndefined();
    await expect(backend.write(artifact.hash, new Uint8Array())).rejects.toThrow("Read only.");
    expect(await backend.list()[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
  });

  it("refuses a client that does not make its calls", () => {
    // @ts-expect-error -- an S3Client alone wants commands: `S3` is the client with methods
    expect(() => s3Artifacts({ client: new S3Client({ region: "us-east-1" }), bucket: "any" })).not.toThrow();
  });
});
