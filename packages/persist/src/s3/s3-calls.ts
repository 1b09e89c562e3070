/** Which object. */
export interface S3Place {
  readonly Bucket: string;
  readonly Key: string;
}

/** One page of a listing, as far as we read it. */
export interface S3Listing {
  readonly Contents?: readonly S3Object[] | undefined;
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
  /** Absent for the first page. */
  readonly ContinuationToken?: string | undefined;
}

/** What is read of an object: its content, all at once. */
export interface S3Content {
  readonly Body?: { transformToByteArray(): Promise<Uint8Array> } | undefined;
}

/**
 * The calls we make. The `S3` of `@aws-sdk/client-s3` has them: `new S3({ region })`. Whoever has an `S3Client` gives
 * four functions, such as `putObject: (input) => client.send(new PutObjectCommand(input))`.
 */
export interface S3Calls {
  putObject(input: S3Place & { readonly Body: Uint8Array }): Promise<unknown>;
  /** Rejects with an error named `NoSuchKey` when there is no such object. */
  getObject(input: S3Place): Promise<S3Content>;
  deleteObject(input: S3Place): Promise<unknown>;
  listObjectsV2(input: S3ListingQuery): Promise<S3Listing>;
}
