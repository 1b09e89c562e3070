import { isObject, isTagged } from "@burrjs/protocol";
import { valueTokens } from "../value/value-tokens.ts";

/** What an item shows. */
export interface StreamPiece {
  readonly index: number;
  /** Of text: as it is, with the space around it. Of others: the value in a line. */
  readonly text: string;
  readonly isText: boolean;
}

/** Items of one channel: the answer, the reasoning, the arguments of a tool. */
export interface StreamLane {
  readonly name: string;
  readonly pieces: readonly StreamPiece[];
  /** All of its text. */
  readonly text: string;
}

// What models and frameworks call the text of a chunk, the surest ones first.
const textFields = ["delta", "text", "content", "response", "token", "answer", "output", "reasoning", "reasoning_content", "thinking", "arguments", "partial_json", "message", "chunk"] as const; // prettier-ignore
const channelFields = ["channel", "type", "kind", "event"] as const;
const answerNames = new Set([
  "text",
  "content",
  "answer",
  "response",
  "output",
  "delta",
  "text-delta",
  "text_delta",
  "message",
]);
const deepest = 4;
/** The channel of items without text. */
const otherLane = "other";

/** A text in a value, and what to call the channel that it belongs to. */
interface FoundText {
  readonly text: string;
  readonly channel: string;
}

/** The text-like field of a value; `undefined`: it has none. */
export function textIn(value: unknown): string | undefined {
  return foundText(value, 0)?.text;
}

/** The items of a stream by channel, in the order in which the channels began. */
export function lanesOf(items: readonly unknown[]): readonly StreamLane[] {
  const lanes = new Map<string, { pieces: StreamPiece[]; texts: string[] }>();
  for (const [index, item] of items.entries()) {
    const found = foundText(item, 0);
    const name = found?.channel ?? otherLane;
    let lane = lanes.get(name);
    if (lane === undefined) {
      lane = { pieces: [], texts: [] };
      lanes.set(name, lane);
    }
    const text = found?.text ?? valueTokens(item, 80).map(({ text: part }) => part).join(""); // prettier-ignore
    lane.pieces.push({ index, text, isText: found !== undefined });
    if (found !== undefined) lane.texts.push(found.text);
  }
  return [...lanes].map(([name, { pieces, texts }]) => ({ name, pieces, text: texts.join("") }));
}

/** The text that the stream is about: of several channels the one named like an answer, else the last that has text. */
export function answerText(lanes: readonly StreamLane[]): string | undefined {
  const spoken = lanes.filter(({ pieces }) => pieces.some(({ isText }) => isText));
  return (spoken.findLast(({ name }) => answerNames.has(name)) ?? spoken.at(-1))?.text;
}

function foundText(value: unknown, depth: number): FoundText | undefined {
  if (typeof value === "string") return { text: value, channel: "text" };
  if (depth > deepest || typeof value !== "object" || value === null || isTagged(value)) return undefined;
  if (Array.isArray(value)) return foundText((value as readonly unknown[])[0], depth + 1);
  let empty: FoundText | undefined;
  for (const field of ["choices", ...textFields]) {
    if (!Object.hasOwn(value, field)) continue;
    const inner = Reflect.get(value, field) as unknown;
    if (field === "choices" && !Array.isArray(inner)) continue;
    const found = foundText(inner, depth + 1);
    if (found === undefined) continue;
    const named = typeof inner === "string" ? { text: inner, channel: channelOf(value) ?? field } : found;
    if (named.text !== "") return named;
    empty ??= named;
  }
  return empty;
}

/** What a value says that it is; `undefined`: nothing. */
function channelOf(value: unknown): string | undefined {
  if (!isObject(value) || isTagged(value)) return undefined;
  for (const field of channelFields) {
    const name = Object.hasOwn(value, field) ? value[field] : undefined;
    if (typeof name === "string" && name !== "" && name.length <= 40) return name;
  }
  return undefined;
}
