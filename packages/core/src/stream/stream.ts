import type { Port } from "../drive/port.ts";
import { BurrError } from "../errors.ts";
import { parseEventId } from "./event-id.ts";
import { eventResponse, responseOf } from "./response.ts";
import type { Outcome, ResponseOptions, Stream, StreamBranch } from "./stream-types.ts";
import { teeIterator } from "./tee.ts";

/** The public face of a port: its doors, and the lock that lets one reader in at a time. */
export class PortStream implements Stream<unknown, unknown> {
  /** The action whose chunks these are; `undefined` for a whole run. */
  readonly action: string | undefined;
  readonly #port: Port;
  #isLocked = false;

  constructor(port: Port, action?: string) {
    this.#port = port;
    this.action = action;
  }

  /** Of the run of a child: what names it among those of its step. */
  get childKey(): string | undefined {
    return this.#port.pump.run.runtime.settings.family?.key;
  }

  get outcome(): Promise<Outcome> {
    return this.#port.outcome;
  }

  [Symbol.asyncIterator](): Port {
    if (this.#isLocked) {
      throw new BurrError(
        "stream-locked",
        "This stream has a reader already. Read it once: with for await, events(), tee(), toReadableStream() or toResponse(); tee() gives two readers.",
        {},
      );
    }
    this.#isLocked = true;
    return this.#port;
  }

  get(): Promise<unknown> {
    return this.#port.get();
  }

  events(): Port {
    const port = this[Symbol.asyncIterator]();
    this.#port.pump.run.emits = "events";
    return port;
  }

  abort(reason?: unknown): Promise<Outcome> {
    return this.#port.abort(reason);
  }

  detach(): void {
    this.#port.detach();
  }

  tee(
    options: { readonly bufferChunks?: number } = {},
  ): [StreamBranch<unknown, unknown>, StreamBranch<unknown, unknown>] {
    return teeIterator(this[Symbol.asyncIterator](), options.bufferChunks ?? 64);
  }

  toReadableStream(): ReadableStream<unknown> {
    const port = this[Symbol.asyncIterator]();
    return new ReadableStream<unknown>(
      {
        async pull(controller) {
          const item = await port.next();
          if (item.done === true) controller.close();
          else controller.enqueue(item.value);
        },
        async cancel(reason) {
          await port.abort(reason);
        },
      },
      { highWaterMark: 0 },
    );
  }

  toResponse(options: ResponseOptions = {}): Response {
    const { lastEventId = null } = options;
    const { settings, nodes } = this.#port.pump.run.runtime;
    const place = lastEventId === null ? undefined : parseEventId(lastEventId);
    const isRun = this.action === undefined;
    const isLogged = (isRun ? [...nodes.keys()] : [this.action]).some((action) => settings.logsChunks(action ?? ""));
    const { sequenceId } = this.#port.pump.run.runtime;
    const hasEnded = place?.from === Number.POSITIVE_INFINITY;
    const isLast = place !== undefined && place.sequenceId + (hasEnded ? 1 : 0) > sequenceId;
    const hasMore = isRun ? !isLast : !hasEnded;
    if (place !== undefined && isLogged && hasMore && settings.journal?.follow !== undefined) {
      return eventResponse(settings.journal.follow(place, isRun), options);
    }
    // 204 ends an EventSource's tries: nothing is left to tell, and a client that comes back starts no new step.
    if (this.#port.isOver || (lastEventId !== null && !this.#isLocked)) return new Response(null, { status: 204 });
    // Before there is a response, so that a handler can answer with a status of its own.
    this.#port.pump.run.assertFree();
    return responseOf(this.events(), options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#port.return();
  }
}
