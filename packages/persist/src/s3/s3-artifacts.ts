import {
  type ArtifactBackend,
  type ArtifactStore,
  artifactStore,
  checkArtifactHash,
  isArtifactHash,
} from "@burrjs/core/persist";
import type { S3Calls, S3Place } from "./s3-calls.ts";

/** Where in S3, and by which client. */
export interface S3ArtifactsOptions {
  /** An `S3` of `@aws-sdk/client-s3`, or whatever makes the same calls. It stays the caller's. */
  readonly client: S3Calls;
  /** Must exist. */
  readonly bucket: string;
  /** What the keys of all objects begin with, such as `"artifacts/"`. Default: nothing. */
  readonly prefix?: string;
}

/**
 * A store that keeps its bytes in S3, or in what speaks its protocol, which any number of processes may use at once: the
 * key is the prefix and the hash of the content. Errors of the client are thrown as they are.
 *
 * The credentials need `s3:PutObject` and `s3:GetObject`; for a sweep also `s3:DeleteObject`; and `s3:ListBucket`, without
 * which S3 says of a missing object that access is denied. In a bucket with versions, a sweep frees space only once a
 * lifecycle rule has removed the old ones.
 */
export function s3Artifacts(options: S3ArtifactsOptions): ArtifactStore {
  return artifactStore(s3Backend(options));
}

function s3Backend({ client, bucket, prefix = "" }: S3ArtifactsOptions): ArtifactBackend {
  const placeOf = (hash: string): S3Place => {
    checkArtifactHash(hash);
    return { Bucket: bucket, Key: prefix + hash };
  };
  return {
    async write(hash, bytes) {
      await client.putObject({ ...placeOf(hash), Body: bytes });
    },
    async read(hash) {
      const place = placeOf(hash);
      try {
        const { Body } = await client.getObject(place);
        return (await Body?.transformToByteArray()) ?? new Uint8Array();
      } catch (error) {
        if (isNoSuchKey(error)) return undefined;
        throw error;
      }
    },
    async delete(hash) {
      const place = placeOf(hash);
      try {
        await client.deleteObject(place);
      } catch (error) {
        if (!isNoSuchKey(error)) throw error; // S3 does not mind, some of its imitations do
      }
    },
    list: () => listObjects(client, bucket, prefix),
  };
}

/** Not every 404: the bucket may be missing too. */
function isNoSuchKey(error: unknown): boolean {
  return error instanceof Error && error.name === "NoSuchKey";
}

async function* listObjects(client: S3Calls, bucket: string, prefix: string): ReturnType<ArtifactBackend["list"]> {
  let page: string | undefined;
  do {
    const listing = await client.listObjectsV2({ Bucket: bucket, Prefix: prefix, ContinuationToken: page });
    for (const { Key = "", Size, LastModified } of listing.Contents ?? []) {
      const hash = Key.slice(prefix.length);
      if (!isArtifactHash(hash) || Size === undefined || LastModified === undefined) continue;
      yield { hash, sizeBytes: Size, storedAtMs: LastModified.getTime() };
    }
    page = listing.NextContinuationToken;
  } while (page !== undefined);
}
