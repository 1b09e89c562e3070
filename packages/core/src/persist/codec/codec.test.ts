import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { anyValue } from "../../testing/any-value.ts";
import { valueCodec } from "./codec.ts";

const codec = valueCodec();

/** What comes back of a value that was stored. */
function again(value: unknown): unknown {
  return codec.decode(codec.encode(value, "state"));
}

function expectBack(value: unknown): void {
  const text = codec.encode(value, "state");
  const back = codec.decode(text);
  expect(isDeepStrictEqual(back, value)).toBe(true);
  // Strict in another way; but it takes keys of this name for classes.
  const isComparable = !text.includes('"constructor"');
  expect(isComparable ? back : null).toStrictEqual(isComparable ? value : null);
}

/** A class that only the newest engines have; else another one. */
function newest<T>(name: string, other: T): T {
  return (Reflect.get(globalThis, name) as T | undefined) ?? other; // of the same shape, says the test
}

function thrownBy(call: () => unknown): Error {
  try {
    call();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("Nothing was thrown.");
}

describe("plain JSON", () => {
  it.each([
    null,
    true,
    "text",
    'a "quoted" \u2028 \ud800 text',
    0,
    -1.5e300,
    [],
    {},
    [1, [2, [null, { a: "b" }]]],
    { messages: [{ role: "user", content: "hello" }], done: false },
    { constructor: 1, toJSON: "x", value: "$burr", hasOwnProperty: null },
    JSON.parse('{ "then": { "then": 1 }, "prototype": {} }') as unknown,
    JSON.parse('{ "__proto__": { "polluted": true }, "b": [{ "__proto__": null }] }') as unknown,
    Object.freeze({ list: Object.freeze([1, 2]) }),
    Array.from({ length: 200 }).reduce<unknown>((inner) => ({ inner: [inner] }), "deep"),
  ])("is stored as it is: %j", (value) => {
    expect(codec.encode(value, "state")).toBe(JSON.stringify(value));
    expectBack(value);
  });

  it("is stored as it is, whatever it is", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(!Object.is(value, -0) && !JSON.stringify(value).includes("$burr"));
        const parsed: unknown = JSON.parse(JSON.stringify(value)); // -0 is none
        expect(codec.encode(parsed, "state")).toBe(JSON.stringify(parsed));
        expectBack(parsed);
      }),
    );
  });
});

describe("what JSON does not have", () => {
  const memory = Uint8Array.from({ length: 32 }, (_, index) => index * 7).buffer;

  it.each<[string, unknown]>([
    ["undefined", undefined],
    ["undefined inside", { a: undefined, list: [undefined, 1] }],
    ["holes", [, 1, , { a: [,] }, ,]], // oxlint-disable-line no-sparse-arrays -- they are what this is about
    ["a long list with one item", Object.assign([], { length: 4_294_967_295, 7: "x" })],
    ["numbers", [NaN, Infinity, -Infinity, -0, 0]],
    ["bigint", [0n, -1n, 12_345_678_901_234_567_890n]],
    ["dates", [new Date(0), new Date(1e12 + 1), new Date(-8.64e15), new Date(8.64e15), new Date(NaN)]],
    [
      "maps",
      new Map<unknown, unknown>([
        ["k", new Map([[{ a: 1 }, new Set([[undefined]])]])],
        [NaN, -0],
        [null, null],
      ]),
    ],
    ["sets", new Set<unknown>([1, "1", 1n, new Date(3), new Set()])],
    ["regular expressions", [/a\/b"\n/giu, new RegExp(""), Object.assign(/x/y, { lastIndex: 5 })]],
    ["URLs", new URL("https://user:pass@example.com:8443/a%20b/?q=1&q=2#hash")],
    ["views of a part", [new Uint8Array(memory, 3, 5), new Float64Array(memory, 8, 2), new DataView(memory, 1, 30)]],
    ["memory", [memory, new ArrayBuffer(0)]],
    ["objects without a prototype", Object.assign(Object.create(null), { a: new Date(1), ["__proto__"]: 1, $burr: 2 })],
    ["tags of the user", { $burr: "date", value: { $burr: "x", at: new Date(3) } }],
    ["keys of prototypes", [JSON.parse('{ "__proto__": [1], "constructor": { "prototype": 1 } }'), 1n]],
  ])("comes back: %s", (_, value) => {
    expectBack(value);
  });

  const numbers = [-1, 0, 1, 127];
  it.each([
    Int8Array.from(numbers),
    Uint8Array.from(numbers),
    Uint8ClampedArray.from(numbers),
    Int16Array.from(numbers),
    Uint16Array.from(numbers),
    Int32Array.from(numbers),
    Uint32Array.from(numbers),
    Float32Array.from([...numbers, -0, NaN, 0.1]),
    Float64Array.from([...numbers, -0, NaN, 0.1]),
    BigInt64Array.from([-1n, 2n ** 62n]),
    BigUint64Array.from([0n, 2n ** 63n]),
    newest("Float16Array", Float32Array).from([...numbers, 0.5]),
  ])("comes back: %o", (value) => {
    expectBack(value);
    expectBack({ value: value.subarray(1, 3) });
  });

  it("comes back in any mixture", () => {
    fc.assert(fc.property(anyValue, expectBack), { numRuns: 1000 });
  });

  it("comes back when it is frozen, and is left untouched", () => {
    const value = Object.freeze({ list: Object.freeze([new Date(0), Object.freeze({ a: undefined })]), $burr: 1 });
    const copy = structuredClone(value);
    expectBack(value);
    expect(value).toStrictEqual(copy);
  });

  it("is not confused by what others put into Object.prototype", () => {
    Reflect.set(Object.prototype, "added", () => 1);
    const stored = codec.encode({ a: [{ b: 1 }] }, "state");
    Reflect.deleteProperty(Object.prototype, "added");
    expect(stored).toBe('{"a":[{"b":1}]}');
  });

  it("is what a getter gives, as in JSON, and hidden properties are left out, toJSON() among them", () => {
    const hidden = Object.defineProperty({ a: 1 }, "toJSON", { value: () => "no" });
    const list = Object.defineProperty([1], "toJSON", { value: () => "no" });
    const value = {
      get at() {
        return new Date(0);
      },
    };
    expect(again([hidden, list, value])).toStrictEqual([{ a: 1 }, [1], { at: new Date(0) }]);
  });

  it("may be behind a proxy, if it is an object or a list", () => {
    const value = { list: new Proxy([new Date(0)], {}) };
    expect(again(new Proxy(value, {}))).toStrictEqual({ list: [new Date(0)] });
  });

  it("may stand in two places, and comes back as two", () => {
    const shared = { at: new Date(0) };
    const back = again({ a: shared, b: [shared] }) as { a: unknown; b: unknown[] }; // as it was stored
    expect(back).toStrictEqual({ a: shared, b: [shared] });
    expect(back.a).not.toBe(back.b[0]);
  });
});

describe("errors", () => {
  const cause = new TypeError("inner", { cause: { at: new Date(0) } });
  const renamed = Object.defineProperty(new Error("x"), "name", { value: "Renamed" });
  it.each<[string, Error]>([
    ["without a message", new Error()],
    ["with causes", new RangeError("outer", { cause })],
    [
      "with properties",
      Object.assign(new Error("x"), { name: "Own", code: 3n, details: [undefined], ["$burr"]: "date" }),
    ],
    ["with a hidden name", renamed],
    ["without a stack", Object.assign(new Error("x"), { stack: undefined })],
    ["of other classes", new EvalError("a")],
    ["of other classes", new ReferenceError("a")],
    ["of other classes", new URIError("a")],
    ["of the engine", thrownBy(() => JSON.parse("{"))],
    ["of Node.js", thrownBy(() => readFileSync("/no/such/file"))],
    ["of many", new AggregateError([cause, "text", undefined], "all")],
    ["of DOM", new DOMException("stopped", "AbortError")],
    ["of DOM with a cause", new DOMException("stopped", { name: "DataCloneError", cause } as unknown as string)],
    ["of an abort", AbortSignal.abort().reason as Error],
  ])("come back %s", (_, error) => {
    const back = again({ error }) as { error: Error };
    expect(back).toStrictEqual({ error });
    expect(isDeepStrictEqual(back, { error })).toBe(true);
    const keys = (of: Error) => new Set(Reflect.ownKeys(of));
    expect(keys(back.error)).toEqual(keys(error));
    expect([back.error.name, back.error.message, back.error.stack]).toEqual([error.name, error.message, error.stack]);
    expect(Object.keys(back.error)).toEqual(Object.keys(error));
  });

  it("that Node.js made come back as those of the language that they extend", () => {
    const error = thrownBy(() => readFileSync({} as never));
    const back = again(error) as Error & { code: string };
    expect(back).toBeInstanceOf(TypeError);
    expect(back).toMatchObject({ code: "ERR_INVALID_ARG_TYPE", message: error.message, stack: error.stack });
  });

  it("that were suppressed come back where the engine has them", () => {
    const error: unknown = Reflect.construct(newest("SuppressedError", Error), [new Error("one"), "two", "both"]);
    const parts = (of: unknown) =>
      ["error", "suppressed", "message"].map((key): unknown => Reflect.get(Object(of), key));
    expectBack(error);
    expect(parts(again(error))).toStrictEqual(parts(error));
  });
});

describe("objects of another realm", () => {
  it("come back as those of this one", () => {
    const foreign: unknown = runInNewContext(`({
      plain: [{ constructor: 1 }, []],
      date: new Date(3), map: new Map([["k", new Set([1])]]), regexp: /x/g, bytes: new Uint8Array([1, 2]).subarray(1),
      view: new DataView(new ArrayBuffer(2)), memory: new ArrayBuffer(2), error: new RangeError("a", { cause: [1n] }),
    })`);
    expect(again(foreign)).toStrictEqual({
      plain: [{ constructor: 1 }, []],
      date: new Date(3),
      map: new Map([["k", new Set([1])]]),
      regexp: /x/g,
      bytes: Uint8Array.of(2),
      view: new DataView(new ArrayBuffer(2)),
      memory: new ArrayBuffer(2),
      error: new RangeError("a", { cause: [1n] }),
    });
  });

  it.each(["class Map2 extends Map {}; new Map2()", "class Object {}; new Object()", "new (class Date {})()"])(
    "are refused when they are of another class: %s",
    (program) => {
      expect(() => codec.encode(runInNewContext(program), "state")).toThrow(/state is an instance of/);
    },
  );
});

describe("dates of a fake clock", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("are dates", () => {
    vi.useFakeTimers({ now: 1000 });
    const text = codec.encode([new Date()], "state");
    expect(codec.decode(text)).toEqual([new Date(1000)]);
    vi.useRealTimers();
    expect(codec.decode(text)).toStrictEqual([new Date(1000)]);
  });
});
