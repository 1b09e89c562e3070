import type { Port } from "../run/port.ts";
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
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        if (keepAliveMs <= 0) return;
        timer = setInterval(() => {
          // No room means that the client is not reading: it gets its comment when it does.
          if ((controller.desiredSize ?? 0) >= 0) controller.enqueue(encoder.encode(": keep-alive\n\n"));
        }, keepAliveMs);
      },
      async pull(controller) {
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
  let ended = false;
  const line = (name: string, event: AnyRunEvent): string => {
    last = event;
    counter += 1;
    return `id: ${event.sequenceId}.${counter}\nevent: ${name}\ndata: ${JSON.stringify(event)}\n\n`;
  };
  try {
    for (let item = await port.next(); item.done !== true; item = await port.next()) {
      const event = item.value as AnyRunEvent; // the port was asked for events
      if (event.type !== "step-end") yield line(event.type, event);
      else if (event.status === "failed") break; // told below, with a text that clients may see
      else yield line(nameOfEnd[event.status], event);
    }
    ended = true;
  } catch {
    // The outcome has the error, and whether the partial output was kept.
  }
  await port.get().catch(() => {}); // to the very end: the outcome tells how it was
  const { status, committed, error } = await port.outcome;
  if (ended && status !== "failed") return;
  const where = { path: last?.path ?? [], action: last?.action ?? "", sequenceId: last?.sequenceId ?? -1 };
  const hadChunks = last?.type === "chunk" || last?.type === "checkpoint";
  if (!committed && hadChunks)
    yield line("rollback", { type: "rollback", ...where, reason: status === "aborted" ? "aborted" : "failed" });
  const end = { type: "step-end", ...where, committed, delta: port.lastDelta } as const;
  if (status === "aborted") yield line("abort", { ...end, status: "aborted" });
  else
    yield line("error", {
      ...end,
      status: "failed",
      error: { code: "action-failed", message: safeText(errorText, error) },
    });
}

const nameOfEnd = { completed: "commit", aborted: "abort", suspended: "suspend" } as const;

function safeText(errorText: (error: unknown) => string, error: unknown): string {
  try {
    return errorText(error);
  } catch {
    return "The action failed."; // a fault in the caller's own text must not end the response
  }
}
