import { isObject, type StateNode, type StateView } from "@burrjs/protocol";
import { childPointer } from "../value/pointer-text.ts";

/** A list in the state, which may be a conversation. */
export interface MessageKey {
  readonly pointer: string;
  readonly count: number;
  /** `undefined`: its value was too large to be given, so its items have to be looked at. */
  readonly isConversation: boolean | undefined;
}

/** Names that people give to conversations, the most usual first. */
const usual = ["messages", "chat_history", "history", "chat", "conversation", "transcript"];

/** Whether a value looks like a message: it has a role, and a content or what stands for one. */
export function isMessage(value: unknown): boolean {
  if (!isObject(value) || !Object.hasOwn(value, "role")) return false;
  const { role } = value;
  return (
    typeof role === "string" &&
    role !== "" &&
    ["content", "parts", "text", "tool_calls"].some((key) => Object.hasOwn(value, key))
  );
}

/** The lists in a state, those first that are likely conversations. They may lie in an object at the top. What is the engine's own is left out. */
export function messageKeys({ node }: Pick<StateView, "node">): readonly MessageKey[] {
  const keys = (node.children ?? []).flatMap(({ key, node: child }): readonly MessageKey[] => {
    if (key.startsWith("__")) return [];
    const pointer = childPointer("", key);
    if (child.type === "array")
      return keyOf(pointer, child.length ?? 0, "value" in child ? { value: child.value } : undefined);
    if (child.type !== "object" || typeof child.value !== "object" || child.value === null) return [];
    return Object.entries(child.value).flatMap(([name, value]: [string, unknown]) =>
      Array.isArray(value) ? keyOf(childPointer(pointer, name), value.length, { value }) : [],
    );
  });
  return keys.toSorted((one, other) => rank(one) - rank(other) || other.count - one.count);
}

/** Whether items of a list are messages, at least the most of them. */
export function isConversation(items: readonly StateNode[]): boolean {
  const messages = items.filter((item) => isMessage("value" in item ? item.value : membersOf(item)));
  return items.length > 0 && messages.length * 2 > items.length;
}

/** What is known of the members of an object that was too large to be given. */
function membersOf({ children = [] }: StateNode): unknown {
  return Object.fromEntries(children.map(({ key, node }) => [key, node.value ?? node.preview]));
}

function keyOf(pointer: string, count: number, known: { readonly value: unknown } | undefined): readonly MessageKey[] {
  if (count === 0) return [];
  if (known === undefined) return [{ pointer, count, isConversation: undefined }];
  const items = Array.isArray(known.value) ? (known.value as readonly unknown[]) : [];
  return [{ pointer, count, isConversation: items.filter((item) => isMessage(item)).length * 2 > items.length }];
}

function rank({ pointer, isConversation: known }: MessageKey): number {
  const place = usual.indexOf(pointer.slice(pointer.lastIndexOf("/") + 1).toLowerCase());
  return (known === true ? 0 : known === undefined ? 100 : 200) + (place < 0 ? usual.length : place);
}
