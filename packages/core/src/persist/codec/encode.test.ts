import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { BurrError, isBurrError } from "../../errors.ts";
import { classCodec, valueCodec } from "./codec.ts";

const codec = valueCodec();
const secret = "s3cret-value";

class Money {
  readonly text = secret;
}

function refusal(value: unknown, used = codec): BurrError<"unserializable-value"> {
  try {
    used.encode(value, "state");
  } catch (error) {
    if (isBurrError(error) && error.code === "unserializable-value") return error;
    throw error;
  }
  throw new Error("It was not refused.");
}

/** A value that contains itself at several places. */
function cyclic(): object {
  const node: Record<string, unknown> = { list: [] as unknown[] };
  return { a: { node: Object.assign(node, { list: [{ secret, back: node }] }) } };
}

/** `levels` objects in each other. */
function nested(levels: number, wrap: (inner: unknown) => unknown, leaf: unknown = "leaf"): unknown {
  let value = leaf;
  for (let level = 0; level < levels; level++) value = wrap(value);
  return value;
}

describe("what cannot be stored", () => {
  const classes = { Map2: class extends Map<string, number> {}, Failure: class Failure extends Error {} };
  it.each<[path: string, kind: string, remedy: RegExp, value: unknown]>([
    ["state", "function", /Leave it out/, () => secret],
    ["state.docs[3].cb", "function", /such as a name/, { docs: [1, 2, 3, { cb: () => secret }] }],
    ['state["a b"].x', "function", /Leave it out/, { "a b": { x: Money } }],
    ['state[""]["1a"].ä1', "symbol", /Use a string/, { "": { "1a": { ä1: Symbol(secret) } } }],
    ["state.a.toJSON", "function", /Leave it out/, { a: { toJSON: () => secret } }],
    ['state.a[Symbol("key")]', "symbol key", /Use a string/, { a: { [Symbol("key")]: secret } }],
    ['state[0][Symbol("")]', "symbol key", /Use a string/, [Object.assign(new Date(), { [Symbol()]: secret })]],
    ['state.m.get("k")', "function", /Leave it out/, { m: new Map([["k", () => secret]]) }],
    ["state.get(7).x", "symbol", /Use a string/, new Map([[7, { x: Symbol("a") }]])],
    ["state.values()[1]", "function", /Leave/, new Map<unknown, unknown>([[1, 1], [{}, () => secret]])], // prettier-ignore
    ["state.keys()[0].x", "function", /Leave/, new Map([[{ x: () => secret }, 1]])],
    ["state.s.values()[1]", "function", /Leave/, { s: new Set([1, () => secret]) }],
    ["state[2]", "function", /Leave/, [, , () => secret]], // oxlint-disable-line no-sparse-arrays -- a list with holes
    ["state.a.node.list[0].back", "cycle", /stands in: state\.a\.node\. Store an id/, cyclic()],
    ["state.e.cause", "function", /Leave/, { e: new Error(secret, { cause: () => secret }) }],
    [
      "state.errors[1].code",
      "function",
      /Leave/,
      new AggregateError([1, Object.assign(new Error(), { code: () => 1 })]),
    ],
    ["state.price", "instance of Money", /register.*classCodec\(\{ name: "Money", type: Money/, { price: new Money() }],
    ["state", "instance of Buffer", /new Uint8Array\(buffer\)/, Buffer.from(secret)],
    ["state", "instance of Map2", /type: Map2/, new classes.Map2().set(secret, 1)],
    ["state", "instance of Failure", /type: Failure/, new classes.Failure(secret)],
    [
      "state",
      "instance of a class without a name",
      /Store plain data/,
      new (class {
        a = 1;
      })(),
    ],
    ["state[0]", "instance of List", /type: List/, [new (class List extends Array {})()]],
    ["state", "instance of Promise", /`await`/, Promise.resolve(secret)],
    ["state", "instance of WeakMap", /Use a Map/, new WeakMap()],
    ["state", "instance of WeakSet", /Use a Set/, new WeakSet()],
    ["state", "instance of String", /value\.valueOf\(\)/, Object(secret)],
    ["state", "instance of Number", /value\.valueOf\(\)/, Object(1)],
    ["state", "instance of Symbol", /Use a string/, Object(Symbol(secret))],
    ["state", "instance of BigInt", /value\.valueOf\(\)/, Object(1n)],
    ["state", "instance of Generator", /items that it gives/, (function* () {})()],
    ["state", 'instance of "Map Iterator"', /items that it gives/, new Map().keys()],
    ["state", "instance of URLSearchParams", /String\(value\)/, new URLSearchParams({ secret })],
    ["state", "instance of SharedArrayBuffer", /copy of its bytes/, new SharedArrayBuffer(1)],
    ["state", "inheriting object", /\{ \.\.\.value \}/, Object.create({ secret })],
    ["state.groups", "extra property", /key of its own/, "abc".match(/(?<letter>b)/)],
    ["state.note", "extra property", /key of its own/, Object.assign(new Date(), { note: secret })],
    ["state.length2", "extra property", /key of its own/, Object.assign([1], { length2: 1 })],
    ["state", "instance of Map", /a proxy/, new Proxy(new Map(), {})],
    ["state", "instance of Date", /Object\.create/, Object.create(Date.prototype)],
    ["state", "instance of Error", /Object\.create/, Object.create(Error.prototype)],
    ["state", "instance of DOMException", /Object\.create/, Object.create(DOMException.prototype)],
    ["state", "instance of Int8Array", /a proxy/, Object.setPrototypeOf(new Uint8Array(1), Int8Array.prototype)],
    ["state", "instance of Uint8Array", /shared/, new Uint8Array(new SharedArrayBuffer(1))],
    ["state", "instance of ArrayBuffer", /given away/, transferred(new ArrayBuffer(1))],
    ["state", "instance of DataView", /given away/, transferredView()],
  ])("is refused with its place and what to do: %s, %s", (path, kind, remedy, value) => {
    const error = refusal(value);
    expect(error.details).toEqual({ path, kind });
    expect(error.message.startsWith(`${path} is `)).toBe(true);
    expect(error.message).toMatch(remedy);
    expect(error.message).toMatch(/^\S.*\.$/);
    expect(`${String(error)} ${error.stack} ${JSON.stringify(error)}`).not.toContain(secret);
  });

  it("is refused in the same way in the realm of others", () => {
    const value: unknown = runInNewContext('({ list: [{ call() {} }], "own class": new (class Money {})() })');
    expect(refusal(value).details).toEqual({ path: "state.list[0].call", kind: "function" });
  });

  it("is told on one line, with long names and paths cut", () => {
    const long = "x".repeat(1000);
    const value = { [`${long}\n`]: { [long]: nested(100, (inner) => ({ inner, "\n": 1 }), () => secret) } }; // prettier-ignore
    const { message } = refusal(value);
    expect(message.length).toBeLessThan(500);
    expect(message).toMatch(/^state\["x+…"\]\["x+…"\](\.inner)+…(\.inner)+ is a function.*\.$/);
  });
});

describe("nesting", () => {
  const wraps: [string, (inner: unknown) => unknown][] = [
    ["objects", (inner) => ({ inner })],
    ["lists", (inner) => [inner]],
    ["lists with holes", (inner) => [, inner]], // oxlint-disable-line no-sparse-arrays -- a list with holes
    ["maps", (inner) => new Map([[inner, 1]])],
    ["sets", (inner) => new Set([inner])],
    ["objects like tags", (inner) => ({ $burr: inner })],
    ["objects without a prototype", (inner) => Object.assign(Object.create(null) as object, { inner })],
    ["errors", (inner) => new Error("e", { cause: inner })],
  ];

  it.each(wraps)("of 500 %s is stored", (_, wrap) => {
    const value = nested(500, wrap, undefined);
    const text = codec.encode(value, "state");
    expect(codec.encode(codec.decode(text), "state")).toBe(text);
  });

  it.each(wraps)("of 501 %s is refused, and of 20,000", (_, wrap) => {
    for (const levels of [501, 20_000]) {
      const error = refusal(nested(levels, wrap));
      expect(error.details.kind).toBe("deep nesting");
      expect(error.message).toMatch(/deeper than 500 levels.*name each other by id\.$/);
    }
  });

  it.each(wraps)("of %s without end is refused as a cycle", (_, wrap) => {
    const inner: Record<string, unknown> = {};
    const outer = wrap(inner);
    inner["outer"] = outer;
    expect(refusal({ outer }).message).toMatch(/ is the object that it stands in: state\.outer\. /);
  });
});

describe("registered classes", () => {
  class Animal {
    readonly name: string;
    constructor(name: string) {
      this.name = name;
    }
  }
  class Dog extends Animal {}
  class Puppy extends Dog {}
  class Tags extends Map<string, unknown> {}
  class HttpError extends Error {
    override readonly name = "HttpError";
    readonly status: number;
    constructor(status: number, options?: ErrorOptions) {
      super(`HTTP ${status}`, options);
      this.status = status;
    }
  }
  const animals = [
    classCodec({
      name: "Animal",
      type: Animal,
      encode: ({ name }) => name,
      decode: (name) => new Animal(String(name)),
    }),
    classCodec({ name: "Dog", type: Dog, encode: ({ name }) => ({ name }), decode: () => new Dog("Rex") }),
  ];
  const errors = classCodec({
    name: "HttpError",
    type: HttpError,
    encode: ({ status, cause }) => [status, cause],
    decode: (data) => new HttpError(Number(Reflect.get(Object(data), 0)), { cause: Reflect.get(Object(data), 1) }),
  });
  const tags = classCodec({
    name: "Tags",
    type: Tags,
    encode: (map) => new Map(map),
    decode: (map) => (map instanceof Map ? new Tags(map) : new Tags()),
  });

  it("are stored under their names, and come back as instances", () => {
    const used = valueCodec({ classes: [...animals, tags] });
    const value = { pets: [new Animal("Tom")], tags: new Tags([["a", new Animal("Kit")], ["b", 1n]]) }; // prettier-ignore
    const text = used.encode(value, "state");
    expect(text).toContain('{"$burr":"class:Animal","value":"Tom"}');
    expect(used.decode(text)).toStrictEqual(value);
  });

  it("win over what they extend, however they are ordered", () => {
    for (const classes of [animals, animals.toReversed()]) {
      const used = valueCodec({ classes: [...classes, errors] });
      const value = [new Animal("Tom"), new Dog("Rex"), new HttpError(404, { cause: new TypeError("x") })];
      expect(used.decode(used.encode(value, "state"))).toMatchObject(value);
      expect(used.decode(used.encode(new HttpError(404), "state"))).toBeInstanceOf(HttpError);
      // It would come back as a Dog, without what makes it a puppy.
      expect(() => used.encode(new Puppy("Bo"), "state")).toThrow(
        expect.objectContaining({ code: "unserializable-value" }),
      );
    }
  });

  it("leave the classes of the language alone that extend them", () => {
    const all = classCodec({
      name: "E",
      type: Error,
      encode: ({ message }) => message,
      decode: () => new Error("all"),
    });
    const used = valueCodec({ classes: [all] });
    expect(used.decode(used.encode([new Error("x"), new TypeError("x")], "state"))).toMatchObject([
      new Error("all"),
      new TypeError("x"),
    ]);
  });

  it("may be ones that are refused otherwise", () => {
    const buffers = classCodec({
      name: "Buffer",
      type: Buffer,
      encode: (buffer) => new Uint8Array(buffer),
      decode: (bytes) => Buffer.from(bytes as Uint8Array), // as it was stored
    });
    const used = valueCodec({ classes: [buffers] });
    expect(used.decode(used.encode(Buffer.from("text"), "state"))).toStrictEqual(Buffer.from("text"));
  });

  it("are refused with the path of what their data has", () => {
    const bad = classCodec({
      name: "Money",
      type: Money,
      encode: () => ({ rates: [() => secret] }),
      decode: () => new Money(),
    });
    const used = valueCodec({ classes: [bad] });
    expect(refusal({ price: new Money() }, used).details).toEqual({
      path: "state.price.encode().rates[0]",
      kind: "function",
    });
  });

  it("are refused when their data is, or has, the instance itself", () => {
    const endless = classCodec({ name: "Money", type: Money, encode: (money) => [money], decode: () => new Money() });
    expect(refusal(new Money(), valueCodec({ classes: [endless] })).details.kind).toBe("cycle");
    const anew = classCodec({ name: "Money", type: Money, encode: () => new Money(), decode: () => new Money() });
    expect(refusal(new Money(), valueCodec({ classes: [anew] })).details.kind).toBe("deep nesting");
  });

  it("pass on the error of their codec as a cause, with the path", () => {
    const cause = new Error("no rates");
    const failing = classCodec({
      name: "Money",
      type: Money,
      encode: () => {
        throw cause;
      },
      decode: () => new Money(),
    });
    const error = refusal({ price: new Money() }, valueCodec({ classes: [failing] }));
    expect(error).toMatchObject({ cause, details: { path: "state.price", kind: "instance of Money" } });
    expect(error.message).toMatch(/^state\.price is an instance of Money that encode\(\) of its codec failed on\./);
  });

  const noop = { encode: () => 1, decode: () => new Money() };
  it.each([
    ["two codecs of one name", [{ name: "A", type: Money, ...noop }, { name: "A", type: Dog, ...noop }], /"A"/], // prettier-ignore
    ["two codecs of one class", [{ name: "A", type: Money, ...noop }, { name: "B", type: Money, ...noop }], /"B"/], // prettier-ignore
    ["an empty name", [{ name: "", type: Money, ...noop }], /without a name/],
    ["a function that is no class", [{ name: "A", type: (() => 1) as never, ...noop }], /no class/],
    ["lists", [{ name: "A", type: Array, ...noop }], /needs no codec/],
    ["plain objects", [{ name: "A", type: Object, ...noop }], /needs no codec/],
  ])("are refused: %s", (_, classes, message) => {
    expect(() => valueCodec({ classes })).toThrow(
      expect.objectContaining({
        code: "invalid-option",
        details: { option: "classes" },
        message: expect.stringMatching(message) as string,
      }),
    );
  });
});

function transferred<T extends ArrayBuffer>(buffer: T): T {
  structuredClone(buffer, { transfer: [buffer] });
  return buffer;
}

function transferredView(): DataView {
  const view = new DataView(new ArrayBuffer(4));
  transferred(view.buffer);
  return view;
}
