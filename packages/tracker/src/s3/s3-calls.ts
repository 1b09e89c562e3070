/** Which object. */
export interface S3Place {
  readonly Bucket: string;
  readonly Key: string;
}

/** One page of a listing, as far as we read it. */
export interface S3Listing {
  readonly Contents?: readonly S3Object[] | undefined;
  readonly CommonPrefixes?: readonly { readonly Prefix?: string | undefined }[] | undefined;
  /** What to ask the next page with; absent on the last. */
  readonly NextContinuationToken?: string | undefined;
}

/** One object of a listing, as far as we read it. */
export interface S3Object {
  readonly Key?: string | undefined;
  readonly Size?: number | undefined;
  readonly LastModified?: Date | undefined;
}

/** Which page of which listing. */
export interface S3ListingQuery {
  readonly Bucket: string;
  readonly Prefix: string;
  /** Keys that go on with this after the prefix are listed as one. */
  readonly Delimiter?: string | undefined;
  /** Only keys behind this one. */
  readonly StartAfter?: string | undefined;
  readonly MaxKeys?: number | undefined;
  /** Absent for the first page. */
  readonly ContinuationToken?: string | undefined;
}

/** What is read of an object: its content, all at once. */
export interface S3Content {
  readonly Body?: { transformToByteArray(): Promise<Uint8Array> } | undefined;
}

/** What ends a call. */
export interface S3CallOptions {
  readonly abortSignal?: AbortSignal;
}

/**
 * The calls we make. The `S3` of `@aws-sdk/client-s3` has them: `new S3({ region })`. Whoever has an `S3Client` gives
 * four functions, such as `putObject: (input) => client.send(new PutObjectCommand(input))`.
 */
export interface S3Calls {
  putObject(
    input: S3Place & { readonly Body: Uint8Array; readonly ContentType: string },
    options?: S3CallOptions,
  ): Promise<unknown>;
  /** Rejects with an error named `NoSuchKey` when there is no such object. `Range`: `bytes=<first>-<last>`. */
  getObject(input: S3Place & { readonly Range?: string }, options?: S3CallOptions): Promise<S3Content>;
  deleteObject(input: S3Place, options?: S3CallOptions): Promise<unknown>;
  listObjectsV2(input: S3ListingQuery, options?: S3CallOptions): Promise<S3Listing>;
}
