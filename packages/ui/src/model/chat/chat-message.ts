import { isObject, type StateNode } from "@burrjs/protocol";
import { type CallPart, messagesOf } from "../step/model-call.ts";
import { childPointer } from "../value/pointer-text.ts";

/** A message of a conversation. */
export interface ChatMessage {
  readonly role: string;
  readonly parts: readonly CallPart[];
  /** What of it was too large to be given: it has to be fetched to be read. */
  readonly cut: { readonly pointer: string; readonly bytes: number } | undefined;
  /** Whether it is no message, but stands among them. */
  readonly isStrange: boolean;
}

/** A value in a list of messages as a message. What looks otherwise is shown as it is. */
export function chatMessage(node: StateNode, pointer: string): ChatMessage {
  if ("value" in node) return ofValue(node.value, undefined);
  const members = new Map((node.children ?? []).map(({ key, node: member }) => [key, member] as const));
  const cut = ["content", "parts", "text"].find((key) => members.get(key)?.truncated === true);
  const known = Object.fromEntries([...members].map(([key, member]) => [key, member.value ?? beginningOf(member)]));
  if (members.size === 0)
    return {
      role: "",
      parts: [{ kind: "text", text: node.preview ?? "" }],
      cut: { pointer, bytes: node.bytes },
      isStrange: true,
    };
  // What was cut is there as the beginning of its text.
  return ofValue(
    known,
    cut === undefined
      ? { pointer, bytes: node.bytes }
      : { pointer: childPointer(pointer, cut), bytes: members.get(cut)?.bytes ?? node.bytes },
  );
}

/** How a value that was too large begins. Of a text that is in quotes, as JSON has it: it is shown as it is. */
function beginningOf({ type, preview = "" }: StateNode): string {
  if (type !== "string" || !preview.startsWith('"')) return preview;
  const text = preview.replace(/…$/, "");
  try {
    // An escape may have been cut.
    return `${JSON.parse(`${text.replace(/\\(?:u[\da-f]{0,3})?$/i, "")}"`) as string}…`;
  } catch {
    return preview.slice(1);
  }
}

function ofValue(value: unknown, cut: ChatMessage["cut"]): ChatMessage {
  const message = isObject(value) ? value : {};
  const { role, text } = message;
  const given = !("content" in message) && !("parts" in message) && "text" in message ? { ...message, content: text } : message; // prettier-ignore
  if (typeof role !== "string")
    return {
      role: "",
      parts: [typeof value === "string" ? { kind: "text", text: value } : { kind: "other", value }],
      cut,
      isStrange: true,
    };
  const parts = messagesOf([given], role).flatMap((one) => one.parts);
  return { role, parts, cut, isStrange: false };
}

/** A text of which only so much is shown. */
export function shortText(text: string, most: number): { readonly text: string; readonly left: number } {
  if (text.length <= most) return { text, left: 0 };
  // Not in the middle of a character.
  const end = /[\uD800-\uDBFF]/.test(text.charAt(most - 1)) ? most - 1 : most;
  return { text: text.slice(0, end), left: text.length - end };
}
