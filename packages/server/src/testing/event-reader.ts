/** A server-sent event. */
interface SentEvent {
  readonly id?: string;
  readonly event: string;
  readonly data: unknown;
}

/** Reads the events of an answer. */
export interface EventReader {
  /** The next ones; fewer when the stream ends. */
  take(count: number): Promise<readonly SentEvent[]>;
  /** How many pieces have come. */
  readonly pieces: number;
  close(): Promise<void>;
}

/** Makes a reader of the events of an answer. */
export function eventReader(response: Response): EventReader {
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader();
  const decoder = new TextDecoder();
  let text = "";
  let pieces = 0;
  return {
    async take(count) {
      const events: SentEvent[] = [];
      while (events.length < count) {
        const end = text.indexOf("\n\n");
        if (end === -1) {
          const { done, value } = await reader.read();
          if (done) break;
          pieces += 1;
          text += decoder.decode(value, { stream: true });
          continue;
        }
        const event = parsed(text.slice(0, end));
        if (event !== undefined) events.push(event);
        text = text.slice(end + 2);
      }
      return events;
    },
    get pieces() {
      return pieces;
    },
    close: () => reader.cancel(),
  };
}

function parsed(block: string): SentEvent | undefined {
  const fields = new Map(
    block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
  );
  const [id, event, data] = [fields.get("id"), fields.get("event"), fields.get("data")];
  if (event === undefined || data === undefined) return undefined;
  return { ...(id === undefined ? {} : { id }), event, data: JSON.parse(data) as unknown };
}
