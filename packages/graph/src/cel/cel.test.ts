import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BurrError, burr, type Condition, isBurrError } from "@burrjs/core";
import { cel } from "./index.ts";

const b = burr<Record<string, unknown>>();

/** Whether `condition` holds, as the transition that an application takes. */
function holds(condition: Condition<object>, state: Readonly<Record<string, unknown>>): boolean {
  const app = b.application({
    actions: { from: b.action({ reads: [], writes: [], run: () => ({}) }), to: b.resultAction() },
    transitions: [["from", "to", condition]],
    entrypoint: "from",
    state,
  });
  return app.runSync({ haltBefore: "to" }).stopped === "before";
}

function errorOf(provoke: () => unknown): BurrError {
  try {
    provoke();
  } catch (error) {
    return error as BurrError;
  }
  throw new Error("Nothing was thrown.");
}

/** The type of what `work` gives, or the code of its error. */
function outcomeOf(work: () => unknown): string {
  try {
    return typeof work();
  } catch (error) {
    return isBurrError(error) ? error.code : String(error);
  }
}

describe("cel()", () => {
  it("is a condition on the keys that it names, and is named by its text", () => {
    const condition = cel("n > 3 && list.exists(one, one == name) && has(user.name)");
    expect(condition).toMatchObject({
      name: "n > 3 && list.exists(one, one == name) && has(user.name)",
      reads: ["n", "list", "name", "user"],
      source: { language: "cel" },
    });
    expect(condition.not().name).toBe(`~${condition.name}`);
  });

  it("stands in transitions like any other", async () => {
    const counter = burr<{ count: number }>();
    const more = counter.action({ reads: ["count"], writes: ["count"], run: (state) => state.increment({ count: 1 }) });
    const app = counter.application({
      actions: { more },
      transitions: [["more", "more", cel("count < 3")]],
      entrypoint: "more",
      state: { count: 0 },
    });
    expect((await app.run()).state.count).toBe(3);
  });

  it.each<[string, Readonly<Record<string, unknown>>, boolean]>([
    ["n > 3", { n: 4 }, true],
    ["n > 3", { n: 3 }, false],
    ["n == 3", { n: 3 }, true],
    ["n == 3.0 && 3 == n && n != 4", { n: 3 }, true],
    ["n == 3", { n: "3" }, false],
    ["n % 2 == 0", { n: 4 }, true],
    ["n / 2 == 1.5", { n: 3 }, true],
    ["n + 1 == 3 && n - 1 == 1 && n * 2 == 4 && -n < 0", { n: 2 }, true],
    ["n % m == 1", { n: 7, m: 3 }, true],
    ["n in [1, 2, 3]", { n: 2 }, true],
    ["n >= 0.5 || false", { n: 0.5 }, true],
    ["size(list) > 2", { list: [1, 2, 3] }, true],
    ["list.size() == n", { list: ["a"], n: 1 }, true],
    ["list[0] == 1 && list[n] == 2", { list: [1, 2], n: 1 }, true],
    ["2 in list && !(5 in list)", { list: [1, 2] }, true],
    ["list == [1, 2]", { list: [1, 2] }, true],
    ["list.all(x, x > 0) && list.exists(x, x > n)", { list: [1, 9], n: 5 }, true],
    ["list.filter(x, x > 1).size() == 1", { list: [1, 2] }, true],
    ["users.exists(u, u.admin && u.name == 'Ada')", { users: [{ admin: true, name: "Ada" }] }, true],
    ["big > 3 && big == 10 && big > n && big + 1 == 11", { big: 10n, n: 1 }, true],
    ["big > n", { big: 2n ** 70n, n: 1 }, true],
    ["at > timestamp('2020-01-01T00:00:00Z') && at.getFullYear() == 2024", { at: new Date("2024-02-03") }, true],
    ["at == other", { at: new Date(5), other: new Date(5) }, true],
    ["later - at > duration('1h')", { at: new Date(0), later: new Date(7_200_000) }, true],
    ["ages.Ada == 36 && 'Ada' in ages && size(ages) == 1", { ages: new Map([["Ada", 36]]) }, true],
    ["1 in seen && size(seen) == 2", { seen: new Set([1, 2]) }, true],
    [
      "user.name == 'Ada' && user.address.city == 'London'",
      { user: { name: "Ada", address: { city: "London" } } },
      true,
    ],
    ["has(user.name)", { user: { name: null } }, true],
    ["has(user.name)", { user: {} }, false],
    ["has(user.name)", { user: { name: undefined } }, false],
    ["has(user.name) && user.name == 'x'", { user: {} }, false],
    ["user == null", { user: null }, true],
    ["user == null", { user: undefined }, true],
    ["n != null && n > 3", { n: null }, false],
    ["name.startsWith('a') && name.contains('d') && name.endsWith('a') && size(name) == 3", { name: "ada" }, true],
    ["flag", { flag: true }, true],
    ["flag ? n > 1 : n > 5", { flag: false, n: 3 }, false],
    ["bytes == b'\\x01' && size(bytes) == 1", { bytes: new Uint8Array([1]) }, true],
    ["nothing != nothing", { nothing: Number.NaN }, true],
    ["true", {}, true],
  ])("%s of %o is %s", (expression, state, expected) => {
    expect(holds(cel(expression), state)).toBe(expected);
  });

  it("takes keys that are names of types in CEL for keys", () => {
    const state = { type: "q", list: [1], map: { a: 1 }, string: "s", int: 4, bytes: 2, bool: true, optional: 1 };
    const condition = cel(
      "type == 'q' && list.exists(list, list == 1) && map.a == 1 && string == 's' && int > 3 && bytes == 2 && bool && optional == 1",
    );
    expect(condition.reads).toEqual(["type", "list", "map", "string", "int", "bytes", "bool", "optional"]);
    expect(holds(condition, state)).toBe(true);
  });

  it("compares numbers as JavaScript does", () => {
    const number = fc.oneof(fc.integer({ min: -100, max: 100 }), fc.double({ noNaN: true }));
    fc.assert(
      fc.property(number, fc.integer({ min: -100, max: 100 }), (n, m) => {
        const results = ["n > m", "n >= m", "n == m", "n != m", `n > ${m}`, `n == ${m}`, `n + ${m} <= m`];
        expect(results.map((text) => holds(cel(text), { n, m }))).toEqual([
          n > m, n >= m, n === m, n !== m, n > m, n === m, n + m <= m,
        ]); // prettier-ignore
      }),
    );
  });
});

describe("an expression that is none", () => {
  it.each([
    { text: "n >", position: 3, words: "token" },
    { text: "n = 3", position: 2, words: "character" },
    { text: "n === 3", position: 4, words: "character" },
    { text: "", position: 0, words: "token" },
    { text: "'open", position: 0, words: "unterminated" },
    { text: "size(n", position: 6, words: "expected" },
    { text: "max(n, 2) > 1", position: 0, words: "max" },
    { text: "n.trimmed() == 1", position: 0, words: "trimmed" },
    { text: "n > 1 && 2", position: 0, words: "bool" },
    { text: "'a' + 1 == 'a'", position: 0, words: "overload" },
    { text: "'text'", position: null, words: "string, not bool" },
    { text: "[1]", position: null, words: "list" },
    { text: "has(n)", position: 4, words: "has()" },
    { text: "n.matches('(a+)+$')", position: 0, words: "startsWith" },
    { text: "cel.bind(x, n, x > 1)", position: 0, words: "bind" },
    { text: "package == 1", position: 0, words: "package" },
    { text: "__proto__ == 1", position: 0, words: "__proto__" },
    { text: "__n == 1", position: 0, words: "__n" },
    { text: "prototype == 1", position: 0, words: "prototype" },
    { text: "constructor.constructor('return process')()", position: 41, words: "character" },
    { text: "n.constructor('return process') == 1", position: 0, words: "constructor" },
    { text: "toString() == 'x'", position: 0, words: "toString" },
    { text: "a.all(x, a.all(y, a.all(z, true)))", position: 18, words: "loops" },
    { text: `${"(".repeat(60)}n${")".repeat(60)}`, position: 50, words: "depth" },
    { text: `${"!".repeat(4000)}n`, position: 3000, words: "nodes" },
    { text: `${"n + ".repeat(900)}n > 1`, position: 0, words: "nodes" },
    { text: `n == [${"1,".repeat(101)}1]`, position: 206, words: "elements" },
    { text: `n == "${"x".repeat(5000)}"`, position: null, words: "4096 characters" },
  ])("is refused, with its place: $words", ({ text, position, words }) => {
    const error = errorOf(() => cel(text));
    expect(error).toMatchObject({ code: "invalid-expression", details: { position } });
    expect(error.message.toLowerCase()).toContain(words.toLowerCase());
    expect(error.message).toMatch(/^The expression .* Write a condition in CEL.*\.$/s);
    expect(error.message.length).toBeLessThan(600);
  });

  it("throws nothing but our errors, and never hangs, whatever the text", () => {
    const word = fc.constantFrom(
      ..."n . ( ) [ ] { } ' \" ! - + * / % < > = && || ? : , 1 2.5 in true null has size all exists map x constructor __proto__ prototype".split(
        " ",
      ),
    );
    const text = fc.oneof(
      fc.array(word, { maxLength: 30 }).map((words) => words.join(" ")),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(text, (expression) => {
        const state = { n: [1, { a: "b" }], x: 1 };
        expect(outcomeOf(() => holds(cel(expression), state))).toMatch(
          /^(boolean|invalid-expression|expression-failed|invalid-graph)$/,
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe("an expression that fails", () => {
  class Account {
    readonly balance = "s3cret";
  }

  it.each([
    { text: "user.name == 1", state: { user: {} }, words: "not there", position: 5 },
    { text: "user.name == 1", state: { user: { name: undefined } }, words: "not there", position: 5 },
    { text: "user[key] == 1", state: { user: {}, key: "s3cret" }, words: "not there", position: 0 },
    { text: "list[3] == 1", state: { list: ["s3cret"] }, words: "not there", position: 0 },
    { text: "n > 3", state: { n: "s3cret" }, words: "string", position: 0 },
    { text: "n > 3", state: { n: null }, words: "null", position: 0 },
    { text: "n", state: { n: "s3cret" }, words: "string, not bool", position: null },
    { text: "n && true", state: { n: "s3cret" }, words: "bool", position: 0 },
    { text: "int(n) > 1", state: { n: "s3cret" }, words: "carried out", position: 0 },
    { text: "timestamp(n) > timestamp(0)", state: { n: "s3cret" }, words: "carried out", position: 0 },
    { text: "1 / 0 > n", state: { n: 1 }, words: "zero", position: 0 },
    { text: "big + 1 > 0", state: { big: 2n ** 70n }, words: "64 bits", position: 0 },
    { text: "account.balance == 1", state: { account: new Account() }, words: "class", position: null },
    { text: "account == 1", state: { account: { constructor: { name: "s3cret" } } }, words: "class", position: null },
  ])("says why and where, and shows no value of state: $text", ({ text, state, words, position }) => {
    const error = errorOf(() => holds(cel(text), state));
    expect(error).toMatchObject({ code: "expression-failed", details: { expression: text, position } });
    expect(error.message).toContain(`"${text}"`);
    expect(error.message).toContain(words);
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain("s3cret");
  });

  it("names the key that state does not have, as every condition does", () => {
    expect(errorOf(() => holds(cel("absent > 3"), {})).message).toContain('"absent"');
  });
});

describe("what an expression can reach", () => {
  it.each(["constructor", "toString", "valueOf", "hasOwnProperty", "__proto__", "prototype"])(
    "is no member of prototypes: %s",
    (name) => {
      const values: unknown[] = [{}, [], "text", 1, new Map(), () => 1, new Date(0), Object.create({ [name]: true })];
      for (const value of values) {
        for (const text of [`value.${name} == value.${name}`, `value["${name}"] == value["${name}"]`]) {
          expect(errorOf(() => holds(cel(text), { value })).code).toMatch(/^(expression-failed|invalid-expression)$/);
        }
      }
      for (const value of [{}, new Map()]) expect(holds(cel(`"${name}" in value`), { value })).toBe(false);
    },
  );

  it("calls no function of state", () => {
    const spy = { called: false };
    const value = { run: () => (spy.called = true) };
    for (const text of ["value.run() == true", "value.run == true"]) errorOf(() => holds(cel(text), { value }));
    expect(spy.called).toBe(false);
  });

  it("does not know objects of another realm", () => {
    const user: unknown = runInNewContext('JSON.parse(\'{"name":"Ada"}\')');
    expect(errorOf(() => holds(cel("user.name == 'Ada'"), { user })).code).toBe("expression-failed");
  });
});
