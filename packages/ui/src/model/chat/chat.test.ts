import type { StateNode, ValuePreview } from "@burrjs/protocol";
import { expect, it } from "vitest";
import { chatMessage, shortText } from "./chat-message.ts";
import { isConversation, isMessage, messageKeys } from "./message-key.ts";
import { writersOf } from "./writers.ts";

const said = (content: string, role = "user") => ({ role, content });
const list = (value: readonly unknown[]): ValuePreview => ({ type: "array", bytes: 10, length: value.length, value });
const cut = (length: number): ValuePreview => ({
  type: "array",
  bytes: 10_000,
  length,
  truncated: true,
  preview: "[…",
});
const state = (members: Readonly<Record<string, StateNode>>) => ({
  node: { type: "object" as const, bytes: 1, children: Object.entries(members).map(([key, node]) => ({ key, node })) },
});

it.each([
  { value: { role: "user", content: "hi" }, is: true },
  { value: { role: "assistant", tool_calls: [] }, is: true },
  { value: { role: "user", parts: [] }, is: true },
  { value: { role: 1, content: "hi" }, is: false },
  { value: { content: "hi" }, is: false },
  { value: ["role", "content"], is: false },
  { value: null, is: false },
  { value: JSON.parse('{"__proto__": {"role": "user", "content": "x"}}') as unknown, is: false },
])("$value is a message: $is", ({ value, is }) => {
  expect(isMessage(value)).toBe(is);
});

it("finds the lists in a state, the likeliest conversation first", () => {
  const keys = messageKeys(
    state({
      __engine: list([said("no")]),
      log: list([said("a"), said("b"), said("c")]),
      numbers: list([1, 2]),
      history: list([said("a")]),
      large: cut(500),
      none: list([]),
      thread: { type: "object", bytes: 10, value: { messages: [said("deep")], title: "x" } },
    }),
  );
  expect(keys.map(({ pointer, isConversation: is }) => [pointer, is])).toEqual([
    ["/thread/messages", true],
    ["/history", true],
    ["/log", true],
    ["/large", undefined],
    ["/numbers", false],
  ]);
});

it("looks at the items of a list that was too large to be given, also at their members", () => {
  const large: StateNode = {
    type: "object",
    bytes: 9000,
    truncated: true,
    children: [
      { key: "role", node: { type: "string", bytes: 4, value: "user" } },
      { key: "content", node: { type: "string", bytes: 9000, truncated: true, preview: "Once" } },
    ],
  };
  expect(isConversation([large])).toBe(true);
  expect(isConversation([{ type: "number", bytes: 1, value: 1 }])).toBe(false);
  expect(isConversation([])).toBe(false);
});

const change = (id: number, before: ValuePreview | undefined, after: ValuePreview, action = `act${id}`) => ({
  sequence_id: id,
  action,
  change: { ...(before && { before }), after },
});
const ids = (writers: ReturnType<typeof writersOf>) => writers.map((writer) => writer?.sequenceId);

it("gives each message the step that appended it", () => {
  const [a, b, c] = [said("a"), said("b"), said("c")];
  const changes = [
    change(0, list([]), list([a])),
    change(3, list([a]), list([a, b])),
    change(4, list([a, b]), list([a, b, c])),
  ];
  expect(ids(writersOf(changes, 9))).toEqual([0, 3, 4]);
  expect(ids(writersOf(changes, 3))).toEqual([0, 3]);
});

it("gives a message that was changed the step that changed it, and leaves the others", () => {
  const [a, b] = [said("a"), said("b")];
  const changes = [change(0, undefined, list([a, b])), change(1, list([a, b]), list([a, said("B")]))];
  expect(ids(writersOf(changes, 9))).toEqual([0, 1]);
});

it("knows messages again in a window that slides over the conversation", () => {
  const [a, b, c] = [said("a"), said("b"), said("c")];
  expect(
    ids(
      writersOf(
        [change(0, undefined, list([a])), change(1, list([a]), list([a, b])), change(2, list([a, b]), list([b, c]))],
        9,
      ),
    ),
  ).toEqual([1, 2]);
});

it("goes by the length where values are too large, and says nothing of what was there before", () => {
  expect(ids(writersOf([change(5, cut(10), cut(12)), change(6, cut(12), cut(12))], 9)).slice(-4)).toEqual([
    undefined,
    undefined,
    5,
    6,
  ]);
});

it("reads messages of the usual shapes, and shows the rest as it is", () => {
  expect(chatMessage({ type: "object", bytes: 1, value: said("hi") }, "/h/0")).toMatchObject({
    role: "user",
    parts: [{ kind: "text", text: "hi" }],
    isStrange: false,
  });
  expect(chatMessage({ type: "object", bytes: 1, value: { role: "user", text: "hi" } }, "/h/0").parts).toMatchObject([
    { kind: "text", text: "hi" },
  ]);
  expect(
    chatMessage(
      {
        type: "object",
        bytes: 1,
        value: { role: "assistant", content: null, tool_calls: [{ function: { name: "look", arguments: "{}" } }] },
      },
      "/h/0",
    ).parts,
  ).toMatchObject([{ kind: "tool-call", name: "look" }]);
  expect(chatMessage({ type: "string", bytes: 1, value: "just text" }, "/h/0")).toMatchObject({
    role: "",
    isStrange: true,
    parts: [{ kind: "text", text: "just text" }],
  });
  expect(chatMessage({ type: "null", bytes: 1, value: null }, "/h/0")).toMatchObject({
    isStrange: true,
    parts: [{ kind: "other", value: null }],
  });
});

it("shows the beginning of a message that is too large, and where the rest is", () => {
  const node: StateNode = {
    type: "object",
    bytes: 9010,
    truncated: true,
    children: [
      { key: "role", node: { type: "string", bytes: 4, value: "user" } },
      { key: "content", node: { type: "string", bytes: 9000, truncated: true, preview: "Once" } },
    ],
  };
  expect(chatMessage(node, "/h/0")).toEqual({
    role: "user",
    parts: [{ kind: "text", text: "Once" }],
    cut: { pointer: "/h/0/content", bytes: 9000 },
    isStrange: false,
  });
});

it.each([
  { preview: "Once", text: "Once" },
  { preview: '"Once\\nupon', text: "Once\nupon…" },
  { preview: '"Once\\n…', text: "Once\n…" },
  { preview: '"Once \\u00', text: "Once …" },
  { preview: '"Once \\', text: "Once …" },
])("shows the beginning $preview as it was written", ({ preview, text }) => {
  const content: StateNode = { type: "string", bytes: 9000, truncated: true, preview };
  const node: StateNode = {
    type: "object",
    bytes: 9010,
    truncated: true,
    children: [
      { key: "role", node: { type: "string", bytes: 4, value: "user" } },
      { key: "content", node: content },
    ],
  };
  expect(chatMessage(node, "/h/0").parts).toMatchObject([{ kind: "text", text }]);
});

it("cuts a text, but no character in two", () => {
  expect(shortText("abc", 3)).toEqual({ text: "abc", left: 0 });
  expect(shortText("a😀b", 2)).toEqual({ text: "a", left: 3 });
});
