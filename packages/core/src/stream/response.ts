import type { Port } from "../drive/port.ts";
import { isBurrError } from "../errors.ts";
import { longestTimerMs } from "../promises.ts";
import { EventPlace } from "./event-id.ts";
import type { AnyRunEvent } from "./events.ts";
import type { ResponseOptions } from "./stream-types.ts";

const defaultKeepAliveMs = 15_000;
const defaultText = "The action failed.";
const encoder = new TextEncoder();

/**
 * A response of server-sent events (WHATWG HTML §9.2), one per run event: `event:` names it, `id:` is its place in the
 * history (see `event-id.ts`), `data:` is the event as JSON. Ends of steps are named by how they ended: `commit`, `abort`,
 * `suspend`, `error`.
 */
export function responseOf(port: Port, options: ResponseOptions): Response {
  const { errorText = () => defaultText, onDisconnect = "abort" } = options;
  return sendLines(eventLines(port, errorText), options, async (reason) => {
    if (onDisconnect === "detach") port.detach();
    else await port.abort(reason);
  });
}

/**
 * A response of server-sent events out of events of another origin, such as `persister.readStream()`. A client that
 * disconnects ends the reading; an error ends the response with an `error` event.
 */
export function eventResponse(
  events: AsyncIterable<AnyRunEvent>,
  options: Omit<ResponseOptions, "onDisconnect"> = {},
): Response {
  const iterator = events[Symbol.asyncIterator]();
  const { errorText = () => defaultText, lastEventId } = options;
  return sendLines(givenLines(iterator, errorText, new EventPlace(lastEventId ?? "")), options, async () => {
    await iterator.return?.();
  });
}

/** The response itself: lines as they are pulled, and comments while there are none. */
function sendLines(
  lines: AsyncGenerator<string, void, void>,
  { keepAliveMs = defaultKeepAliveMs, headers }: ResponseOptions,
  onCancel: (reason: unknown) => Promise<void>,
): Response {
  let timer: ReturnType<typeof setInterval> | undefined;
  const keepAlive = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    if (timer !== undefined || !(keepAliveMs > 0 && keepAliveMs < longestTimerMs)) return;
    timer = setInterval(() => {
      // No room means that the client is not reading: it gets its comment when it does.
      if ((controller.desiredSize ?? -1) >= 0) controller.enqueue(encoder.encode(": keep-alive\n\n"));
    }, keepAliveMs);
  };
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        keepAlive(controller);
        const { done, value } = await lines.next();
        if (done !== true) {
          controller.enqueue(encoder.encode(value));
          return;
        }
        clearInterval(timer);
        controller.close();
      },
      async cancel(reason) {
        clearInterval(timer);
        await onCancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
      "x-content-type-options": "nosniff",
      ...headers,
    },
  });
}

/** Events of others as text; an error is an event too. */
async function* givenLines(
  events: AsyncIterator<AnyRunEvent>,
  errorText: (error: unknown) => string,
  place: EventPlace,
): AsyncGenerator<string, void, void> {
  let where: Pick<AnyRunEvent, "path" | "action" | "sequenceId"> = { path: [], action: "", sequenceId: -1 };
  try {
    for (let item = await events.next(); item.done !== true; item = await events.next()) {
      const { path, action, sequenceId } = item.value;
      where = { path, action, sequenceId };
      place.pass(item.value);
      yield toLine(item.value, place.id);
    }
  } catch (error) {
    const failure = { code: codeOf(error), message: safeText(errorText, error) };
    const end = { type: "step-end", ...where, action: where.action ?? "", committed: false, delta: [], status: "failed", error: failure } as const; // prettier-ignore
    yield toLine(end, place.id); // the reading has ended, and not the step: the reader may come back to where it is
  }
}

function toLine(event: AnyRunEvent, id: string): string {
  // The end of a child is not that of the stream.
  const name = event.type === "step-end" && event.path.length === 0 ? nameOfEnd[event.status] : event.type;
  const data = JSON.stringify(event, bigintAsText);
  return `id: ${id}\nevent: ${name}\ndata: ${data}\n\n`;
}

/** The events as text. A failure or an abort is an event too: this never throws. */
async function* eventLines(port: Port, errorText: (error: unknown) => string): AsyncGenerator<string, void, void> {
  const place = new EventPlace();
  let last: AnyRunEvent | undefined;
  let unsent: { readonly error: unknown } | undefined;
  /** Whether chunks of children were sent. */
  let hasNested = false;
  const line = (event: AnyRunEvent): string => {
    place.pass(event);
    if (event.path.length === 0) last = event;
    else hasNested ||= event.type === "chunk";
    return toLine(event, place.id);
  };
  try {
    for (let item = await port.next(); item.done !== true; item = await port.next()) {
      const event = item.value as AnyRunEvent; // the port was asked for events
      try {
        yield line(forClients(event, port, errorText));
      } catch (error) {
        unsent = { error }; // what JSON cannot hold: nobody would see how it goes on
        await port.abort(error);
        break;
      }
    }
  } catch {
    // The outcome has the error, and whether the partial output was kept.
  }
  await port.get().catch(() => {}); // to the very end: the outcome tells how it was
  const { status, committed, error } = await port.outcome;
  const isTold = last !== undefined && ["step-end", "transition", "run-end"].includes(last.type);
  // A failure that no transition on error has led on from is the last that was told.
  const isFailureTold = status === "failed" && last?.type === "step-end" && last.status === "failed";
  if (unsent === undefined && (status === "suspended" || isFailureTold || (status === "completed" && isTold))) return;
  const where = { path: last?.path ?? [], action: last?.action ?? "", sequenceId: last?.sequenceId ?? -1 };
  const hasChunks = last?.type === "chunk" || last?.type === "checkpoint" || (hasNested && last?.type === "step-start");
  if (!committed && hasChunks) {
    yield line({ type: "rollback", ...where, reason: status === "aborted" ? "aborted" : "failed" });
  }
  const end = {
    type: "step-end",
    ...where,
    committed,
    // What was told with a commit is not told again.
    delta: isTold || unsent !== undefined ? [] : port.lastCommit.delta,
  } as const;
  // An abort that came too late has kept the reader from its last events.
  if (status === "completed" && unsent === undefined) {
    yield line({ ...end, status, result: port.lastCommit.result });
  } else if (status === "aborted" && unsent === undefined) yield line({ ...end, status });
  else {
    const cause = unsent === undefined ? error : unsent.error;
    yield line({ ...end, status: "failed", error: { code: codeOf(cause), message: safeText(errorText, cause) } });
  }
}

/** The event, its failure described in words that clients may see. */
function forClients(event: AnyRunEvent, port: Port, errorText: (error: unknown) => string): AnyRunEvent {
  if (event.type !== "step-end" || event.status !== "failed") return event;
  const { code } = event.error;
  // Errors of children are not at hand here, and nobody has said what clients may see of them.
  const message = event.path.length === 0 ? safeText(errorText, port.lastError) : defaultText;
  return { ...event, error: { code, message } };
}

/** What went wrong, for programs: the engine's own codes tell nothing that a client must not know. */
function codeOf(error: unknown): string {
  return isBurrError(error) ? error.code : "action-failed";
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}

const nameOfEnd = { completed: "commit", aborted: "abort", suspended: "suspend", failed: "error" } as const;

function safeText(errorText: (error: unknown) => string, error: unknown): string {
  try {
    return errorText(error);
  } catch {
    return defaultText; // a fault in the caller's own text must not end the response
  }
}
