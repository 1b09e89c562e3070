import type { S3CallOptions, S3Calls } from "./s3-calls.ts";

/** An object as a listing tells of it. */
export interface Listed {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
}

/** The objects of a bucket. Errors of the client are thrown as they are; what is not there is `undefined`. */
export class Bucket {
  readonly #client: S3Calls;
  readonly #name: string;

  constructor(client: S3Calls, name: string) {
    this.#client = client;
    this.#name = name;
  }

  /** Writes an object, in the place of what was there. */
  async put(key: string, content: string | Uint8Array, options?: S3CallOptions): Promise<void> {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    const ContentType = contentTypeOf(key);
    await this.#client.putObject({ Bucket: this.#name, Key: key, Body: bytes, ContentType }, options);
  }

  /** The bytes of an object; with a range, those from `from` to before `to`. */
  async get(
    key: string,
    range?: { readonly from: number; readonly to: number },
    options?: S3CallOptions,
  ): Promise<Uint8Array | undefined> {
    const place = { Bucket: this.#name, Key: key };
    const query = range === undefined ? place : { ...place, Range: `bytes=${range.from}-${range.to - 1}` };
    try {
      const { Body } = await this.#client.getObject(query, options);
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      if (range === undefined || bytes.byteLength <= range.to - range.from) return bytes;
      return bytes.subarray(range.from, range.to); // what knows no ranges answers with the whole
    } catch (error) {
      if (isNoSuchKey(error)) return undefined;
      throw error;
    }
  }

  /** An object as text. */
  async text(key: string, options?: S3CallOptions): Promise<string | undefined> {
    const bytes = await this.get(key, undefined, options);
    return bytes && new TextDecoder().decode(bytes);
  }

  /** Deletes an object, if it is there. */
  async delete(key: string): Promise<void> {
    try {
      await this.#client.deleteObject({ Bucket: this.#name, Key: key });
    } catch (error) {
      if (!isNoSuchKey(error)) throw error; // S3 does not mind, some of its imitations do
    }
  }

  /** All objects whose keys begin with `prefix`, by key. */
  async *list(prefix: string, startAfter?: string, options?: S3CallOptions): AsyncGenerator<Listed, void, void> {
    let page: string | undefined;
    do {
      const query = { Bucket: this.#name, Prefix: prefix, StartAfter: startAfter, ContinuationToken: page };
      const listing = await this.#client.listObjectsV2(query, options);
      for (const { Key, Size = 0, LastModified } of listing.Contents ?? []) {
        if (Key !== undefined) yield { key: Key, sizeBytes: Size, modifiedAtMs: LastModified?.getTime() ?? 0 };
      }
      page = listing.NextContinuationToken;
    } while (page !== undefined);
  }

  /** The names directly below `prefix`, which ends with `/`: of folders with a `/` at the end, of objects without. */
  async names(prefix: string, options?: S3CallOptions): Promise<ReadonlySet<string>> {
    const names = new Set<string>();
    let page: string | undefined;
    do {
      const query = { Bucket: this.#name, Prefix: prefix, Delimiter: "/", ContinuationToken: page };
      const listing = await this.#client.listObjectsV2(query, options);
      for (const { Prefix = "" } of listing.CommonPrefixes ?? []) names.add(Prefix.slice(prefix.length));
      for (const { Key = "" } of listing.Contents ?? []) names.add(Key.slice(prefix.length));
      page = listing.NextContinuationToken;
    } while (page !== undefined);
    return names;
  }

  /** Whether there is any object whose key begins with `prefix`. */
  async has(prefix: string): Promise<boolean> {
    const { Contents = [] } = await this.#client.listObjectsV2({ Bucket: this.#name, Prefix: prefix, MaxKeys: 1 });
    return Contents.length > 0;
  }
}

/** Not every 404: the bucket may be missing too. */
function isNoSuchKey(error: unknown): boolean {
  return error instanceof Error && error.name === "NoSuchKey";
}

function contentTypeOf(key: string): string {
  if (key.endsWith(".jsonl")) return "application/x-ndjson";
  return key.endsWith(".json") ? "application/json" : "application/octet-stream";
}
