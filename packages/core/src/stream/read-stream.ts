import { BurrError } from "../errors.ts";
import type { AnyRunEvent } from "./events.ts";

/**
 * The typed events of a response that `toResponse()` made: the receiving side, in browsers and in other services.
 * Leaving the loop cancels the response.
 *
 * @throws BurrError `stream-interrupted` when the response is no such stream, or ends before its end was told.
 */
export async function* readStream<TEvent extends AnyRunEvent = AnyRunEvent>(
  response: Response,
): AsyncGenerator<TEvent, void, void> {
  const { body, ok, status } = response;
  if (status === 204) return;
  if (!ok || body === null) throw interrupted(`The response has the status ${status}.`);
  let isRun = false;
  let isComplete = false;
  for await (const data of readData(body)) {
    const event = parseEvent(data) as TEvent; // the sender's events are typed where the graph is
    isRun ||= event.type === "run-start";
    // Completed steps of a run are followed by its end.
    isComplete = event.type === "run-end" || (event.type === "step-end" && !(isRun && event.status === "completed"));
    yield event;
  }
  if (!isComplete) throw interrupted("The response ended before the step did.");
}

/** The `data` of each server-sent event, by the rules of WHATWG HTML §9.2.6. An unfinished event at the end is dropped. */
async function* readData(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder(); // drops a byte order mark
  let rest = "";
  let data: string[] = [];
  const reader = readerOf(body);
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        // Who aborted the request knows why.
        throw error instanceof DOMException && error.name === "AbortError"
          ? error
          : interrupted("The connection broke.", error);
      });
      rest += decoder.decode(value, { stream: !done });
      // A carriage return at the end of a part may be the first half of a line end.
      const lines = rest.split(done ? /\r\n|\n|\r/ : /\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line === "") {
          if (data.length > 0) yield data.join("\n");
          data = [];
        } else if (line === "data") data.push("");
        else if (line.startsWith("data:")) data.push(line.slice(line.startsWith("data: ") ? 6 : 5));
      }
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => {}); // it may be closed or broken already
  }
}

function readerOf(body: ReadableStream<Uint8Array>): ReadableStreamDefaultReader<Uint8Array> {
  try {
    return body.getReader();
  } catch (error) {
    throw interrupted("The body of the response was read already.", error);
  }
}

function parseEvent(data: string): AnyRunEvent {
  let event: unknown;
  try {
    event = JSON.parse(data);
  } catch (error) {
    throw interrupted("An event is no JSON.", error);
  }
  if (typeof event === "object" && event !== null && "type" in event && typeof event.type === "string")
    return event as AnyRunEvent;
  throw interrupted("An event has no type.");
}

function interrupted(reason: string, cause?: unknown): BurrError {
  return new BurrError(
    "stream-interrupted",
    `${reason} Read the state from the server, or ask again.`,
    {},
    cause === undefined ? {} : { cause },
  );
}
