/** What became of a try to send: all is there; some has to be sent again, which may take a pause; or never again. */
export type Outcome =
  | { readonly kind: "done" }
  | { readonly kind: "retry"; readonly error: unknown; readonly askedMs?: number | undefined }
  | { readonly kind: "stop"; readonly status: number; readonly advice: string };

/** A batch on its way. Its content does not change any more, so that the receiver knows what it has had before. */
export interface Delivery {
  /** Sends what is left of it. Never rejects. The signal aborts when nobody cares any more. */
  attempt(signal: AbortSignal): Promise<Outcome>;
  /** How many records (and large values) of it may not be there. */
  readonly records: number;
}
