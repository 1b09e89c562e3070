import type { AnyRunEvent } from "@burrjs/core";
import type { Snapshot } from "./conversation.ts";

/** What the page asks of a server, for tests. */
export class TestClient {
  readonly #url: string;

  constructor(serverUrl: string) {
    this.#url = `${serverUrl}/api/conversations`;
  }

  post(id: string, path: string, body: unknown = {}, init: RequestInit = {}): Promise<Response> {
    const headers = { "content-type": "application/json" };
    return fetch(`${this.#url}/${id}/${path}`, { method: "POST", headers, body: JSON.stringify(body), ...init });
  }

  async snapshot(id: string): Promise<Snapshot> {
    const response = await fetch(`${this.#url}/${id}`);
    return (await response.json()) as Snapshot; // the server is of the same program
  }

  /** The stream of a step, as a client that comes back reads it. */
  follow(id: string, step: number, lastEventId?: string): Promise<Response> {
    const headers = lastEventId === undefined ? {} : { "last-event-id": lastEventId };
    return fetch(`${this.#url}/${id}/steps/${step}`, { headers });
  }
}

/** Reads up to and with the chunk of this number. */
export async function readChunks(events: AsyncIterator<AnyRunEvent, void>, count: number): Promise<void> {
  for (let seen = 0; seen < count;) {
    const { value } = await events.next();
    if (value?.type === "chunk") seen += 1;
  }
}

/** The pieces of text among events. */
export function textsOf(events: readonly AnyRunEvent[]): string[] {
  return events.flatMap((event) => {
    const chunk: unknown = event.type === "chunk" ? event.chunk : undefined;
    return typeof chunk === "object" && chunk !== null && "text" in chunk ? [String(chunk.text)] : [];
  });
}

/** An event, and its id in the response. */
export interface PlacedEvent {
  readonly id: string;
  readonly event: AnyRunEvent;
}

/** The events of a response with their ids, as an `EventSource` has them. */
export async function* placedEvents(response: Response): AsyncGenerator<PlacedEvent, void, void> {
  let text = "";
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = (text + piece).split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const { id, data } = /^id: (?<id>.*)\n[^]*^data: (?<data>.*)$/m.exec(block)?.groups ?? {};
      if (id !== undefined && data !== undefined) yield { id, event: JSON.parse(data) as AnyRunEvent }; // the server is of the same program
    }
  }
}
