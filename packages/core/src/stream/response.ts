import type { Port } from "../drive/port.ts";
import { longestTimerMs } from "../promises.ts";
import type { AnyRunEvent } from "./events.ts";
import type { ResponseOptions } from "./stream-types.ts";

const defaultKeepAliveMs = 15_000;
const encoder = new TextEncoder();

/**
 * A response of server-sent events (WHATWG HTML §9.2), one per run event: `event:` names it, `id:` is
 * `<sequence id>.<number>`, `data:` is the event as JSON. Ends of steps are named by how they ended: `commit`, `abort`, `error`.
 */
export function responseOf(port: Port, options: ResponseOptions): Response {
  const {
    keepAliveMs = defaultKeepAliveMs,
    onDisconnect = "abort",
    errorText = () => "The action failed.",
    headers,
  } = options;
  const lines = eventLines(port, errorText);
  let timer: ReturnType<typeof setInterval> | undefined;
  const stopKeepAlive = (): void => {
    clearInterval(timer);
  };
  void port.outcome.then(stopKeepAlive);
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        if (!(keepAliveMs > 0 && keepAliveMs < longestTimerMs)) return;
        timer = setInterval(() => {
          // No room means that the client is not reading: it gets its comment when it does.
          if ((controller.desiredSize ?? -1) >= 0) controller.enqueue(encoder.encode(": keep-alive\n\n"));
        }, keepAliveMs);
      },
      async pull(controller) {
        const { done, value } = await lines.next();
        if (done !== true) {
          controller.enqueue(encoder.encode(value));
          return;
        }
        stopKeepAlive();
        controller.close();
      },
      async cancel(reason) {
        stopKeepAlive();
        if (onDisconnect === "detach") port.detach();
        else await port.abort(reason);
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

/** The events as text. A failure or an abort is an event too: this never throws. */
async function* eventLines(port: Port, errorText: (error: unknown) => string): AsyncGenerator<string, void, void> {
  let counter = 0;
  let last: AnyRunEvent | undefined;
  let unsent: { readonly error: unknown } | undefined;
  const line = (name: string, event: AnyRunEvent): string => {
    const data = JSON.stringify(event, bigintAsText);
    last = event;
    counter += 1;
    return `id: ${event.sequenceId}.${counter}\nevent: ${name}\ndata: ${data}\n\n`;
  };
  try {
    for (let item = await port.next(); item.done !== true; item = await port.next()) {
      const event = item.value as AnyRunEvent; // the port was asked for events
      if (event.type === "step-end" && event.status === "failed") break; // told below, with a text for clients
      try {
        yield line(event.type === "step-end" ? nameOfEnd[event.status] : event.type, event);
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
  if (unsent === undefined && (status === "suspended" || (status === "completed" && isTold))) return;
  const where = { path: last?.path ?? [], action: last?.action ?? "", sequenceId: last?.sequenceId ?? -1 };
  if (!committed && (last?.type === "chunk" || last?.type === "checkpoint")) {
    yield line("rollback", { type: "rollback", ...where, reason: status === "aborted" ? "aborted" : "failed" });
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
    yield line("commit", { ...end, status, result: port.lastCommit.result });
  } else if (status === "aborted" && unsent === undefined) yield line("abort", { ...end, status });
  else {
    const message = safeText(errorText, unsent === undefined ? error : unsent.error);
    yield line("error", { ...end, status: "failed", error: { code: "action-failed", message } });
  }
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}

const nameOfEnd = { completed: "commit", aborted: "abort", suspended: "suspend" } as const;

function safeText(errorText: (error: unknown) => string, error: unknown): string {
  try {
    return errorText(error);
  } catch {
    return "The action failed."; // a fault in the caller's own text must not end the response
  }
}
