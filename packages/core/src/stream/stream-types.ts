import type { PartialChunks } from "../step/partial.ts";
import type { StepStatus } from "./events.ts";

/** How a stream ended. */
export interface Outcome<TState = unknown, TChunk = unknown> {
  readonly status: StepStatus;
  /** The committed state. */
  readonly state: TState;
  /** The chunks of the step that did not complete (of the last step, for a whole run). */
  readonly partial: PartialChunks<TChunk>;
  /** The action's error, or the reason of the abort. */
  readonly error?: unknown;
  /** Whether the step's update became the state: on completion, or through `onAbort`. */
  readonly committed: boolean;
  /** `false` when the action had not come to its end `closeTimeoutMs` after an abort. */
  readonly closed: boolean;
}

/** What the types know of a stream besides its items and its final. */
export interface StreamSpec {
  readonly event: unknown;
  /** The application's state. */
  readonly state: unknown;
  /** The chunks of the actions that it may run. */
  readonly chunk: unknown;
}

/** One of the two readers that `tee()` gives. */
export interface StreamBranch<TItem, TFinal> extends AsyncIterableIterator<TItem, TFinal, void>, AsyncDisposable {
  [Symbol.asyncIterator](): StreamBranch<TItem, TFinal>;
}

/** What makes up a response. */
export interface ResponseOptions {
  /**
   * The `Last-Event-ID` of a client that reconnects. It starts no step: where chunks are logged (`logChunks`), the answer
   * is the rest of that step's stream, out of the persister; else it is 204, unless the stream is being read.
   */
  readonly lastEventId?: string | null;
  /** Silence after which a comment is sent, so that nobody in between closes the connection. Default: 15,000; 0: never. */
  readonly keepAliveMs?: number;
  /** What happens when the client disconnects. Default: `"abort"`. */
  readonly onDisconnect?: "abort" | "detach";
  /** The text of a failure that clients may see. Default: `"The action failed."` */
  readonly errorText?: (error: unknown) => string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A stream with a final result. Nothing is produced before it is asked for; one reader at a time.
 *
 * `for await` gives the items; `get()` drains what is left and gives the final; `yield*` in a generator passes
 * the items on and evaluates to the final.
 */
export interface Stream<TItem, TFinal, TSpec extends StreamSpec = StreamSpec>
  extends AsyncIterable<TItem, TFinal, void>, AsyncDisposable {
  [Symbol.asyncIterator](): AsyncIterableIterator<TItem, TFinal, void>;
  /** Drains what is left. Rejects with the action's error or the abort reason. */
  get(): Promise<TFinal>;
  /** Resolves when all is over, however it ended. Never rejects, and never makes the stream run. */
  readonly outcome: Promise<Outcome<TSpec["state"], TSpec["chunk"]>>;
  /** The same stream as typed events, beginning with the step's start. Ask before the first item is read. */
  events(): AsyncIterableIterator<TSpec["event"], TFinal, void>;
  /** Stops the action: a pending read rejects with `reason` at once. Resolves with the outcome. */
  abort(reason?: unknown): Promise<Outcome<TSpec["state"], TSpec["chunk"]>>;
  /** Gives up reading, but lets the action go on to its end; chunks go to the journal. */
  detach(): void;
  /** Two readers of every item. The slower one governs: the other gets at most `bufferChunks` (default 64) ahead. The last to leave aborts. */
  tee(options?: { readonly bufferChunks?: number }): [StreamBranch<TItem, TFinal>, StreamBranch<TItem, TFinal>];
  /** The items as a web stream that pulls; cancelling it aborts. */
  toReadableStream(): ReadableStream<TItem>;
  /** Server-sent events, for an `EventSource` or `readStream()`. */
  toResponse(options?: ResponseOptions): Response;
}
