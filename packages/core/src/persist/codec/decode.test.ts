import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyValue, telling, text } from "../../testing/any-value.ts";
import { isBurrError } from "../../errors.ts";
import { classCodec, valueCodec } from "./codec.ts";

class Money {
  readonly cents: number;
  constructor(cents: number) {
    this.cents = cents;
  }
}
const money = classCodec({
  name: "Money",
  type: Money,
  encode: ({ cents }) => cents,
  decode(data) {
    if (typeof data !== "number") throw new TypeError("No cents.");
    return new Money(data);
  },
});
const codec = valueCodec({ classes: [money] });

/** What a stored text gives, or the error; throws when that is another one than it may be. */
function read(stored: string, used = codec): { readonly value: unknown } | { readonly error: Error } {
  try {
    return { value: used.decode(stored) };
  } catch (error) {
    if (isBurrError(error) && error.code === "unreadable-value") return { error };
    throw error;
  }
}

describe("malformed text", () => {
  it.each<[tag: string | null, message: RegExp, stored: string]>([
    [null, /is not JSON/, ""],
    [null, /is not JSON/, '{"a":s3cret'],
    [null, /no tag/, '{"$burr":1,"value":"s3cret"}'],
    [null, /no tag/, '{"$burr":null}'],
    [null, /no tag/, '{"$burr":"date","value":null,"more":"s3cret"}'],
    [null, /no tag/, '{"$burr":"date","value":null,"__proto__":{}}'],
    [null, /deeper than 500/, `${"[".repeat(600)}{"$burr":"undefined"}${"]".repeat(600)}`],
    [null, /deeper than 500/, `${'{"$burr":"set","value":['.repeat(600)}${"]}".repeat(600)}`],
    [null, /deeper than 500/, `"$burr",`.repeat(0) + `["$burr",${"[".repeat(100_000)}${"]".repeat(100_001)}`],
    ["dates", /unknown tag "dates".*newer version/, '{"$burr":"dates","value":"s3cret"}'],
    ["", /unknown tag ""/, '{"$burr":""}'],
    ["Function", /unknown tag/, '{"$burr":"Function","value":"return 1"}'],
    ["__proto__", /unknown tag/, '{"$burr":"__proto__","value":{}}'],
    ["constructor", /unknown tag/, '{"$burr":"constructor","value":["s3cret"]}'],
    ["class:Price", /"Price" has no codec.*classCodec\(\{ name: "Price"/, '[{"$burr":"class:Price","value":"s3cret"}]'],
    ["class:", /"" has no codec/, '{"$burr":"class:"}'],
    ["class:Money", /decode\(\) of the codec "Money" failed/, '{"$burr":"class:Money","value":"s3cret"}'],
    ["date", /"date" is malformed/, '{"$burr":"map","value":[[{"$burr":"date","value":"s3cret"},1]]}'],
    ["date", /malformed/, '{"$burr":"date","value":0}'],
    ["date", /malformed/, '{"$burr":"date","value":"2024-01-01"}'],
    ["undefined", /malformed/, '{"$burr":"undefined","value":null}'],
    ["number", /malformed/, '{"$burr":"number","value":"12"}'],
    ["bigint", /malformed/, '{"$burr":"bigint","value":"0x10"}'],
    ["bigint", /malformed/, '{"$burr":"bigint","value":12}'],
    ["map", /malformed/, '{"$burr":"map","value":[["k"]]}'],
    ["map", /malformed/, '{"$burr":"map"}'],
    ["set", /malformed/, '{"$burr":"set","value":{}}'],
    ["regexp", /malformed/, '{"$burr":"regexp","value":["s3cret(","",0]}'],
    ["regexp", /malformed/, '{"$burr":"regexp","value":["a","zz",0]}'],
    ["url", /malformed/, '{"$burr":"url","value":"s3cret"}'],
    ["uint8array", /malformed/, '{"$burr":"uint8array","value":"s3cret!"}'],
    ["float64array", /malformed/, '{"$burr":"float64array","value":"AAAA"}'],
    ["arraybuffer", /malformed/, '{"$burr":"arraybuffer","value":[1]}'],
    ["bare", /malformed/, '{"$burr":"bare","value":[]}'],
    ["object", /malformed/, '{"$burr":"object","value":"s3cret"}'],
    ["object", /malformed/, '{"$burr":"object"}'],
    ["sparse", /malformed/, '{"$burr":"sparse","value":[-1,[]]}'],
    ["sparse", /malformed/, '{"$burr":"sparse","value":[4294967296,[]]}'],
    ["sparse", /malformed/, '{"$burr":"sparse","value":[2,[[2,"s3cret"]]]}'],
    ["sparse", /malformed/, '{"$burr":"sparse","value":[2,[["__proto__",{}]]]}'],
    ["error", /malformed/, '{"$burr":"error","value":{"type":"Function","message":"s3cret"}}'],
    ["error", /malformed/, '{"$burr":"error","value":{"message":"s3cret"}}'],
    ["error", /malformed/, '{"$burr":"error","value":{"type":"Error","toString":"s3cret"}}'],
    ["error", /malformed/, '{"$burr":"error","value":{"type":"DOMException"}}'],
    ["error", /malformed/, '{"$burr":"error","value":{"type":"Error","own":["s3cret"]}}'],
    ["error", /malformed/, '{"$burr":"error","value":null}'],
  ])("is refused, naming the tag %o: %s", (tag, message, stored) => {
    const result = read(stored);
    if (!("error" in result)) throw new Error("It was read.");
    const { error } = result;
    expect(error).toMatchObject({ details: { tag } });
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^\S.*\.$/);
    expect(`${String(error)} ${error.stack} ${JSON.stringify(error)}`).not.toContain("s3cret");
  });

  it("of a registered class has the error of its codec as its cause", () => {
    const result = read('{"$burr":"class:Money","value":{"$burr":"undefined"}}');
    expect(result).toMatchObject({ error: { cause: new TypeError("No cents.") } });
  });

  it("shortens a long tag", () => {
    const result = read(JSON.stringify({ $burr: "x".repeat(1000) }));
    expect(result).toMatchObject({ error: { message: expect.stringMatching(/^.{1,200}$/) as string } });
  });
});

describe("forged text", () => {
  const classes: unknown[] = [Object, Array, Date, Map, Set, RegExp, URL, ArrayBuffer, DataView, Money, DOMException];
  classes.push(Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError);
  const known = new Set<unknown>([null, ...classes.map((type) => Reflect.get(Object(type), "prototype") as unknown)]);

  /** Fails for anything but data and objects of the classes that are stored. */
  function expectKnown(value: unknown): void {
    expect(typeof value).not.toBe("function");
    expect(typeof value).not.toBe("symbol");
    if (typeof value !== "object" || value === null) return;
    const isView = ArrayBuffer.isView(value);
    expect(isView || known.has(Object.getPrototypeOf(value))).toBe(true);
    if (isView) return;
    if (value instanceof Map) for (const [key, item] of value) expectKnown([key, item]);
    if (value instanceof Set) for (const item of value) expectKnown(item);
    for (const { value: inner } of Object.values(Object.getOwnPropertyDescriptors(value))) {
      expectKnown(inner as unknown);
    }
  }

  const globals = (): PropertyKey[] => [Object, Array, Function, Map, Error].flatMap((type) => Reflect.ownKeys(type.prototype)); // prettier-ignore
  const before = globals();

  /** JSON with tags, good and bad, at any place. */
  const { forged } = fc.letrec<{ forged: unknown; leaf: unknown; tag: unknown }>((tie) => ({
    leaf: fc.oneof(fc.integer({ min: -2, max: 5 }), fc.double(), text, fc.constantFrom(null, true, "AAAAAAAAAAA=", [])),
    tag: fc.record(
      { $burr: fc.oneof({ weight: 9, arbitrary: telling }, tie("leaf")), value: tie("forged"), more: tie("leaf") },
      { requiredKeys: ["$burr"] },
    ),
    forged: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      tie("leaf"),
      tie("tag"),
      fc.array(tie("forged"), { maxLength: 3 }),
      fc.array(fc.array(tie("forged"), { minLength: 2, maxLength: 2 }), { maxLength: 3 }),
      fc.dictionary(fc.oneof(telling, text), tie("forged"), { maxKeys: 4 }),
    ),
  }));

  it("gives data and objects of the classes that are stored, or is refused", () => {
    fc.assert(
      fc.property(forged, (value) => {
        const result = read(JSON.stringify(value));
        if ("value" in result) expectKnown(result.value);
        expect(globals()).toEqual(before);
      }),
      { numRuns: 2000 },
    );
  });

  it("that can be read gives what can be stored again", () => {
    fc.assert(
      fc.property(forged, (value) => {
        const result = read(JSON.stringify(value));
        if ("error" in result) return;
        const stored = codec.encode(result.value, "state");
        expect(codec.encode(codec.decode(stored), "state")).toBe(stored);
      }),
      { numRuns: 2000 },
    );
  });

  it("is read or refused, whatever happens to a good one", () => {
    const edit = fc.record({
      at: fc.nat(),
      drop: fc.nat(3),
      add: fc.oneof(text, fc.constantFrom("{", "]", ",", '"', "0")),
    });
    fc.assert(
      fc.property(anyValue, fc.array(edit, { minLength: 1, maxLength: 3 }), (value, edits) => {
        let stored = codec.encode(value, "state");
        for (const { at, drop, add } of edits) {
          const start = at % (stored.length + 1);
          stored = stored.slice(0, start) + add + stored.slice(start + drop);
        }
        const result = read(stored);
        if ("value" in result) expectKnown(result.value);
        expect(globals()).toEqual(before);
      }),
      { numRuns: 1000 },
    );
  });

  it("with the key of tags written in another way is data, or the tag", () => {
    expect(codec.decode('{"\\u0024burr":"date","value":null}')).toStrictEqual({ $burr: "date", value: null });
    expect(codec.decode('[{"\\u0024burr":"date","value":null},"$burr"]')).toStrictEqual([new Date(NaN), "$burr"]);
  });

  it("never sets a prototype", () => {
    const stored = '{"__proto__":{"a":{"$burr":"undefined"}},"b":{"$burr":"bare","value":{"__proto__":{"c":1}}}}';
    const value = codec.decode(stored) as { b: object }; // as it is written there
    expect(Object.keys(value)).toEqual(["__proto__", "b"]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.getPrototypeOf(value.b)).toBe(null);
    expect(Object.keys(value.b)).toEqual(["__proto__"]);
  });
});
