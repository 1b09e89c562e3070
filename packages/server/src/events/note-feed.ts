import type { NoteEvent, Notes } from "../notes/notes.ts";
import { frame } from "./frame.ts";
import type { Topic } from "./topics.ts";

const mostWaiting = 100;

/** Who hears of annotations. */
export interface NoteFeedOptions {
  readonly notes: Notes;
  readonly topics: readonly Topic[];
  readonly signal: AbortSignal;
  readonly send: (text: string) => Promise<void>;
}

/**
 * Sends what is done with the annotations of the topics. To a client that reads too slowly, that it missed some.
 *
 * @param options - To whom.
 */
export async function noteFeed({ notes, topics, signal, send }: NoteFeedOptions): Promise<void> {
  let waiting: NoteEvent[] = [];
  let missed = false;
  let wake = (): void => {};
  const stop = notes.watch((event) => {
    if (!topics.some((topic) => isAbout(topic, event))) return;
    if (waiting.length < mostWaiting) waiting.push(event);
    else missed = true;
    wake();
  });
  const ended = (): void => wake();
  signal.addEventListener("abort", ended, { once: true });
  try {
    while (!signal.aborted) {
      if (waiting.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const text = waiting.map(({ project, kind, note }) => frame("note", { project, kind, note })).join("");
      const gap = missed ? frame("gap", { topic: "notes", reason: "too_much" }) : "";
      waiting = [];
      missed = false;
      await send(text + gap);
    }
  } finally {
    stop();
    signal.removeEventListener("abort", ended);
  }
}

function isAbout(topic: Topic, { project, note }: NoteEvent): boolean {
  if (topic.kind === "runs") return topic.project === project;
  const { ref } = topic;
  return ref.project === project && ref.appId === note.app_id && ref.partitionKey === note.partition_key;
}
