import { isObject, isTagged, type StepDetail } from "@burrjs/protocol";
import type { RunView } from "@burrjs/server/store";
import { valueText } from "../values/value-text.ts";

/** What a step has streamed, as text, of its last attempt; `undefined` when nothing of it is in the log. */
export async function streamedText(view: RunView, step: StepDetail): Promise<string | undefined> {
  const last = step.streams.at(-1);
  if (last?.recorded !== true) return undefined;
  const { attempt } = last;
  const parts: string[] = [];
  let from = 0;
  for (;;) {
    const page = await view.stream(step.sequence_id, { attempt, from, limit: 1000 });
    if (page === undefined || page.items.length === 0) break;
    parts.push(...page.items.map(chunkText));
    from = page.from + page.items.length;
    if (from >= page.total) break;
  }
  return parts.join("");
}

/** A chunk as the text that it adds: the string itself, or the one string in it; else the value, on a line of its own. */
export function chunkText(chunk: unknown): string {
  if (typeof chunk === "string") return chunk;
  if (isObject(chunk) && !isTagged(chunk)) {
    const texts = Object.values(chunk).filter((value) => typeof value === "string");
    const [text] = texts;
    if (text !== undefined && texts.length === 1) return text;
  }
  return `${valueText(chunk)}\n`;
}
