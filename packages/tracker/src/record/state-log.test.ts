import { burr, type State } from "@burrjs/core";
import { valueCodec } from "@burrjs/core/persist";
import fc from "fast-check";
import { expect, it } from "vitest";
import { statesIn } from "../testing/read-log.ts";
import { Redactions, type RedactRule, RedactRules } from "../values/redact.ts";
import { ValueText } from "../values/value-text.ts";
import { StateLog, type StateText } from "./state-log.ts";

type Values = Record<string, unknown>;

const codec = valueCodec();
const b = burr<Values>();
const nothing = b.action({ reads: [], writes: [], run: () => ({}) });

function stateOf(values: Values): State {
  return b.application({ actions: { nothing }, transitions: [], entrypoint: "nothing", state: values, freeze: false })
    .state as unknown as State; // its typed face
}

function stateLog(redact: readonly RedactRule[] = [], blobs = new Map<string, string>()): StateLog {
  const redactions = new Redactions(new RedactRules(redact));
  return new StateLog(
    new ValueText({ codec, redactions, writeBlob: (hash, bytes) => blobs.set(hash, Buffer.from(bytes).toString()) }),
  );
}

/** What a reader makes of states that were written one after the other. */
function readBack(texts: readonly StateText[]): readonly unknown[] {
  return statesIn(texts.map(({ form, text }) => ({ type: "end_entry", form, state: JSON.parse(text) as unknown })));
}

/** The state as the log has to give it. */
function logged(values: Values): unknown {
  return Object.fromEntries(Object.keys(values).map((key) => [key, JSON.parse(codec.encode(values[key], key))]));
}

const anyValue = fc.anything({ withDate: true, withMap: true, withSet: true, withBigInt: true, withSparseArray: true, withNullPrototype: true, maxDepth: 3, key: fc.constantFrom("a", "b", "a/b", "~", "$burr", "__proto__", "0", "-", "") }); // prettier-ignore
const key = fc.constantFrom("list", "doc", "n", "a/b~c", "$patch");

it("gives each state back, whatever becomes of it", () => {
  // One change: a key is set, a part of a value is replaced, items come and go.
  const change = fc.oneof(
    fc.record({ op: fc.constant("slide"), key, at: fc.nat(3), value: anyValue }),
    fc.record({ op: fc.constant("shuffle"), key, at: fc.nat(6), count: fc.nat(6) }),
    fc.record({ op: fc.constant("set"), key, value: anyValue }),
    fc.record({ op: fc.constant("delete"), key }),
    fc.record({ op: fc.constant("push"), key, value: anyValue }),
    fc.record({ op: fc.constant("splice"), key, at: fc.nat(4), count: fc.nat(2), value: anyValue }),
    fc.record({ op: fc.constant("inside"), key, name: fc.constantFrom("a", "b", "a/b", "__proto__"), value: anyValue }),
  );
  fc.assert(
    fc.property(fc.array(fc.array(change, { maxLength: 3 }), { maxLength: 8 }), fc.boolean(), (steps, isPadded) => {
      const log = stateLog();
      const padding = isPadded ? { padding: "x".repeat(2000) } : {}; // longer states are written as patches
      let values: Values = { list: [], doc: {}, ...padding };
      const expected: unknown[] = [];
      const texts: StateText[] = [];
      for (const changes of [[], ...steps]) {
        for (const one of changes) values = changed(values, one);
        texts.push(log.write(stateOf(values)));
        expected.push(logged(values));
      }
      expect(readBack(texts)).toEqual(expected);
    }),
  );
});

interface SomeChange {
  readonly op: string;
  readonly key: string;
  readonly value?: unknown;
  readonly at?: number;
  readonly count?: number;
  readonly name?: string;
}

function changed(values: Values, { op, key: at, value, at: index = 0, count = 0, name = "a" }: SomeChange): Values {
  const before = values[at];
  const list: readonly unknown[] = Array.isArray(before) ? before : [];
  switch (op) {
    case "set":
      return { ...values, [at]: value };
    case "delete":
      return Object.fromEntries(Object.entries(values).filter(([one]) => one !== at));
    case "push":
      return { ...values, [at]: [...list, value] };
    case "slide":
      return { ...values, [at]: [...list, value].slice(index) };
    case "shuffle": // an item goes to another place
      return { ...values, [at]: list.toSpliced(index, 1).toSpliced(count, 0, list[index]) };
    case "splice":
      return { ...values, [at]: list.toSpliced(index, count, value) };
    default: {
      const entries = typeof before === "object" && before !== null && !Array.isArray(before) ? Object.entries(before) : []; // prettier-ignore
      return { ...values, [at]: Object.fromEntries([...entries, [name, value]]) };
    }
  }
}

const padding = "x".repeat(2000);

/** The operations of the patch that leads from one state to the next. */
function patchOf(before: Values, after: Values, redact: readonly RedactRule[] = []): unknown {
  const log = stateLog(redact);
  log.write(stateOf({ padding, ...before }));
  const { form, text } = log.write(stateOf({ padding, ...after }));
  expect(form).toBe("patch");
  return (JSON.parse(text) as { $patch: unknown }).$patch;
}

const first = { role: "user", content: "hi" };
const second = { role: "assistant", content: "hello" };
const third = { role: "user", content: "so" };
const fourth = { role: "assistant", content: "what" };

it.each([
  {
    what: "a list replaced by itself and one more item",
    before: { list: [first] },
    after: { list: [first, second] },
    patch: [{ op: "add", path: "/list/-", value: second }],
  },
  {
    what: "an item that was taken out",
    before: { list: [1, 2, 3] },
    after: { list: [1, 3] },
    patch: [{ op: "remove", path: "/list/1" }],
  },
  {
    what: "an item that was put in",
    before: { list: [1, 3] },
    after: { list: [1, 2, 3] },
    patch: [{ op: "add", path: "/list/1", value: 2 }],
  },
  {
    what: "a window that has moved on by one item",
    before: { list: [first, second, third] },
    after: { list: [second, third, fourth] },
    patch: [
      { op: "add", path: "/list/-", value: fourth },
      { op: "remove", path: "/list/0" },
    ],
  },
  {
    what: "a window of numbers that come again",
    before: { list: [7, 7, 1, 7, 2] },
    after: { list: [7, 1, 7, 2, 7] },
    patch: [
      { op: "add", path: "/list/-", value: 7 },
      { op: "remove", path: "/list/1" },
    ],
  },
  {
    what: "an item that was changed in a window that has moved on",
    before: { list: [first, second, third] },
    after: { list: [second, { ...third, content: "oh" }, fourth] },
    patch: [
      { op: "replace", path: "/list/2/content", value: "oh" },
      { op: "add", path: "/list/-", value: fourth },
      { op: "remove", path: "/list/0" },
    ],
  },
  {
    what: "zeros that are told apart",
    before: { list: [1, 0, 2, 3] },
    after: { list: [-0, 2, 3, 4] },
    patch: [
      { op: "add", path: "/list/-", value: 4 },
      { op: "replace", path: "/list/0", value: { $burr: "number", value: "-0" } },
      { op: "remove", path: "/list/1" },
    ],
  },
  {
    what: "one number deep inside",
    before: { doc: { pages: [{ n: 1, first }, { n: 2 }] } },
    after: { doc: { pages: [{ n: 9, first }, { n: 2 }] } },
    patch: [{ op: "replace", path: "/doc/pages/0/n", value: 9 }],
  },
  {
    what: "a date that is another one",
    before: { at: { when: new Date(0) } },
    after: { at: { when: new Date(1) } },
    patch: [{ op: "replace", path: "/at/when", value: { $burr: "date", value: "1970-01-01T00:00:00.001Z" } }],
  },
  { what: "nothing", before: { doc: { n: [1] } }, after: { doc: { n: [1] } }, patch: [] },
])("writes no more than $what", ({ before, after, patch }) => {
  expect(patchOf(before, after)).toEqual(patch);
});

it("trusts what a step says that it has appended", () => {
  const log = stateLog();
  const before = Array.from({ length: 100 }, (_one, index) => ({ index, text: "some text" }));
  log.write(stateOf({ list: before }));
  const after = [...before, first, second];
  const delta = [{ op: "append", key: "list", value: first }, { op: "append", key: "list", value: second }] as const; // prettier-ignore
  expect(log.write(stateOf({ list: after }), delta).text).toBe(
    '{"$patch":[{"op":"add","path":"/list/-","value":{"role":"user","content":"hi"}},{"op":"add","path":"/list/-","value":{"role":"assistant","content":"hello"}}]}',
  );
});

it("writes a value anew that was changed in place and then set", () => {
  const log = stateLog();
  const list = [1];
  log.write(stateOf({ padding, list }));
  list.push(2);
  const { text } = log.write(stateOf({ padding, list }), [{ op: "set", key: "list", value: list }]);
  expect(JSON.parse(text)).toEqual({ $patch: [{ op: "replace", path: "/list", value: [1, 2] }] });
});

it("changes nothing inside of what is hidden", () => {
  expect(patchOf({ apiKeys: { a: 1 } }, { apiKeys: { a: 2 } }, ["apiKeys"])).toEqual([
    { op: "replace", path: "/apiKeys", value: { $burr: "redacted", value: expect.any(String) as string } },
  ]);
  expect(patchOf({ doc: { token: "a", n: 1 } }, { doc: { token: "b", n: 1 } }, ["token"])).toEqual([
    { op: "replace", path: "/doc/token", value: { $burr: "redacted", value: expect.any(String) as string } },
  ]);
  expect(patchOf({ secrets: ["a"] }, { secrets: ["a", "b"] }, ["secrets"])).toEqual([
    { op: "replace", path: "/secrets", value: { $burr: "redacted", value: expect.any(String) as string } },
  ]);
});

it("stores long values that never change elsewhere, once; those that grow stand in the log", () => {
  const blobs = new Map<string, string>();
  const log = stateLog([], blobs);
  const fixed = Array.from({ length: 20_000 }, (_one, index) => index);
  const growing = fixed.map((n) => ({ n }));
  const texts = [log.write(stateOf({ fixed, growing }))];
  texts.push(log.write(stateOf({ fixed, growing: [...growing, { n: -1 }] })));
  texts.push(log.write(stateOf({ fixed, growing: [...growing, { n: -1 }, { n: -2 }] })));
  log.forget();
  texts.push(log.write(stateOf({ fixed, growing })));
  expect([...blobs.values()].map((text) => text.length)).toEqual([JSON.stringify(fixed).length, JSON.stringify(growing).length]); // prettier-ignore
  expect(texts[2]?.text).toBe('{"$patch":[{"op":"add","path":"/growing/-","value":{"n":-2}}]}');
  expect(readBack(texts).at(-1)).toMatchObject({ fixed: { $burr: "ref" }, growing: { length: 20_000 } });
});

it("keeps a list in the log that grows item by item, however long it gets", () => {
  const log = stateLog();
  let list: readonly object[] = [];
  const texts: StateText[] = [];
  for (let n = 0; n < 1000; n += 1) {
    const item = { role: "user", content: String(n).padStart(600, "x") };
    list = [...list, item];
    texts.push(log.write(stateOf({ list }), [{ op: "append", key: "list", value: item }]));
  }
  expect(texts.flatMap(({ form }, n) => (form === "key" && n > 10 ? [n] : []))).toEqual([]);
  expect(texts.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(750_000);
  log.forget();
  texts.push(log.write(stateOf({ list })));
  expect(texts.at(-1)?.text.length).toBeGreaterThan(600_000);
  expect(readBack(texts).at(-1)).toEqual({ list });
});

it("keeps a window in the log that moves on, however long its items are", () => {
  const log = stateLog();
  const texts: StateText[] = [];
  let list: readonly object[] = Array.from({ length: 60 }, (_one, index) => ({ index, text: "x".repeat(3000) }));
  for (let n = 0; n < 100; n += 1) {
    texts.push(log.write(stateOf({ list })));
    list = [...list, { index: n, text: "y".repeat(3000) }].slice(-60);
  }
  expect(texts.slice(3).reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(100 * 3200);
  expect(readBack(texts).at(-1)).toMatchObject({ list: { length: 60, 59: { index: 98 } } });
});

it("writes a state as a whole when patches outweigh it, and at the latest after 1,024 of them", () => {
  const log = stateLog();
  const big = { padding: "y".repeat(60_000) };
  const forms: string[] = [];
  for (let n = 0; n < 3000; n += 1) forms.push(log.write(stateOf({ ...big, n })).form);
  expect(forms.flatMap((form, n) => (form === "key" ? [n] : []))).toEqual([0, 1025, 2050]);
  const heavy = stateLog();
  let whole = 0;
  for (let n = 0; n < 80; n += 1) if (heavy.write(stateOf({ text: String(n).padStart(60_000, "z") })).form === "key") whole += 1; // prettier-ignore
  expect(whole).toBeGreaterThan(2);
  expect(whole).toBeLessThan(8);
});

it("says whether a state differs from the one before, as after app.updateState()", () => {
  const log = stateLog();
  expect(log.writeChanges(stateOf({ padding, n: 1 }))?.form).toBe("key");
  expect(log.writeChanges(stateOf({ padding, n: 1 }))).toBeUndefined();
  expect(log.writeChanges(stateOf({ padding, n: 2 }))?.text).toBe(
    '{"$patch":[{"op":"replace","path":"/n","value":2}]}',
  );
});
