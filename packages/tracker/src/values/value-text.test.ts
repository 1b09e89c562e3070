import { classCodec, valueCodec } from "@burrjs/core/persist";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Redactions, type RedactRule, RedactRules } from "./redact.ts";
import { ValueText } from "./value-text.ts";

class Money {
  readonly cents: number;
  constructor(cents: number) {
    this.cents = cents;
  }
}

const money = classCodec({ name: "Money", type: Money, encode: ({ cents }) => ({ cents, apiKey: "of money" }), decode: (stored) => new Money((stored as { cents: number }).cents) }); // prettier-ignore
class Socket {
  readonly handle = 1;
}

const codec = valueCodec({ classes: [money] });

function texts(redact: readonly RedactRule[] = [], blobs = new Map<string, string>()): ValueText {
  const redactions = new Redactions(new RedactRules(redact));
  return new ValueText({
    codec,
    redactions,
    writeBlob: (hash, bytes) => blobs.set(hash, Buffer.from(bytes).toString()),
  });
}

/** What is written for a value, as JSON. */
function written(value: unknown, redact: readonly RedactRule[] = []): unknown {
  return JSON.parse(texts(redact).whole(value, ["inputs"]));
}

const omitted = (why: string) => ({ $burr: "omitted", value: why });
const redacted = { $burr: "redacted", value: expect.stringMatching(/^[0-9a-f]{12}$/) as string };

describe("values", () => {
  it("come back exactly, whatever they are", () => {
    const any = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withNullPrototype: true, withSparseArray: true, withTypedArray: true }); // prettier-ignore
    fc.assert(
      fc.property(any, (value) => {
        expect(codec.decode(texts().whole(value, ["state", "x"]))).toStrictEqual(
          codec.decode(codec.encode(value, "x")),
        );
      }),
    );
  });

  it("are written as the codec writes them, also where rules look at every one of them", () => {
    const any = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withNullPrototype: true, withSparseArray: true }); // prettier-ignore
    fc.assert(
      fc.property(any, (value) => {
        const text = texts([() => false]).whole(value, ["state", "x"]);
        expect(codec.decode(text)).toStrictEqual(codec.decode(codec.encode(value, "x")));
      }),
    );
  });

  it("of the user's own that look like tags are none", () => {
    const forged = { $burr: "redacted", value: "0123456789ab" };
    expect(codec.decode(texts().whole({ forged }, ["state", "x"]))).toEqual({ forged });
    expect(written({ forged })).toEqual({ forged: { $burr: "object", value: forged } });
  });
});

describe("what cannot be stored", () => {
  const cycle: Record<string, unknown> = { name: "outer" };
  cycle["inside"] = { cycle };
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const endless = (): object => new Proxy({}, { get: (_target, key) => (key === "more" ? endless() : undefined), ownKeys: () => ["more"], getOwnPropertyDescriptor: (_target, key) => (key === "more" ? { enumerable: true, configurable: true } : undefined) }); // prettier-ignore
  const hostile = new Proxy({}, { ownKeys: () => { throw new RangeError("no"); } }); // prettier-ignore
  const deep = (levels: number): unknown => Array.from({ length: levels }).reduce((inner) => [inner], 1);

  it.each([
    ["a function", () => 1, omitted("function")],
    ["a symbol", Symbol("s"), omitted("symbol")],
    ["a promise", Promise.resolve(1), omitted("instance of Promise")],
    ["an instance of a class without a codec", new Socket(), omitted("instance of Socket")],
    ["an error of such a class", new (class ApiError extends Error {})("busy"), omitted("instance of ApiError: busy")],
    ["a proxy that was revoked", revoked.proxy, omitted("cannot be read: TypeError")],
    ["a proxy that throws", hostile, omitted("cannot be read: RangeError")],
  ])("is left out at its place, and the rest is kept: %s", (_name, value, tag) => {
    const around = { before: 1, list: [value, new Date(0)], map: new Map([["key", value]]), after: "kept" };
    expect(written(around)).toEqual({
      before: 1,
      list: [tag, { $burr: "date", value: "1970-01-01T00:00:00.000Z" }],
      map: { $burr: "map", value: [["key", tag]] },
      after: "kept",
    });
  });

  it("may be a getter that throws, a value that stands in itself, or one that never ends", () => {
    const getter = { get bad(): never { throw new TypeError("no"); }, good: 1 }; // prettier-ignore
    expect(written(getter)).toEqual({ bad: omitted("cannot be read: TypeError"), good: 1 });
    expect(written(cycle)).toEqual({ name: "outer", inside: { cycle: omitted("the object that it stands in") } });
    expect(JSON.stringify(written(endless()))).toContain("deeper than 180 levels");
    expect(JSON.stringify(written(deep(1000)))).toContain("deeper than 180 levels");
    expect(JSON.stringify(written(new Map([["deep", deep(400)]])))).toContain("deeper than 180 levels");
  });

  it("calls no toJSON()", () => {
    const value = { toJSON: () => "forged", id: 1 };
    expect(written(value)).toEqual({ toJSON: omitted("function"), id: 1 });
    class Clever extends Date {
      override toJSON(): string {
        return "forged";
      }
    }
    expect(written(new Clever(0))).toEqual(omitted("instance of Clever"));
  });

  it("never throws, whatever there is", () => {
    const bad = [revoked.proxy, hostile, endless(), cycle, () => 1, Symbol("s"), new WeakMap(), globalThis];
    fc.assert(
      fc.property(fc.anything({ maxDepth: 3 }), fc.nat(bad.length - 1), (value, index) => {
        const worse = bad[index];
        for (const one of [worse, [value, worse], { value, worse }, new Set([worse]), new Map([[worse, value]])]) {
          JSON.parse(texts([/^worse$/]).whole(one, ["inputs"]));
          JSON.parse(texts([() => undefined]).inline(one, ["state", "x"]));
        }
        expect(true).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

describe("long values", () => {
  const long = "é".repeat(70_000);

  it("are stored elsewhere under the hash of their JSON; the log shows how they begin", () => {
    const blobs = new Map<string, string>();
    const json = JSON.parse(texts([], blobs).whole({ doc: { text: long, page: 1 } }, ["state", "x"])) as { doc: { text: { value: { sha256: string } } } }; // prettier-ignore
    const { value } = json.doc.text;
    expect(value).toEqual({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string, bytes: 140_002, mime: "application/json", preview: "é".repeat(200) }); // prettier-ignore
    expect(blobs.get(value.sha256)).toBe(JSON.stringify(long));
  });

  it("of records are stored member by member, so that the others can be read", () => {
    const numbers = Array.from({ length: 40_000 }, (_one, index) => index);
    expect(written({ numbers, question: "why?" })).toEqual({ numbers: expect.objectContaining({ $burr: "ref" }) as unknown, question: "why?" }); // prettier-ignore
    expect(written(numbers)).toMatchObject({ $burr: "ref" });
    expect(written(new Uint8Array(100_000))).toMatchObject({ $burr: "ref" });
  });

  it("are nothing special where there is no other place", () => {
    const plain = new ValueText({ codec, redactions: new Redactions(new RedactRules([])) });
    expect(JSON.parse(plain.whole({ long }, ["result"]))).toEqual({ long });
  });
});

describe("hidden values", () => {
  it("are marked at every depth, in maps, errors and instances as well; equal ones have equal marks", () => {
    const value = {
      apiKey: "sk-1",
      user: { APIKEY: "sk-1", name: "Ada", tokens: [{ my_token: "t" }] },
      map: new Map([["apiKey", "sk-1"]]),
      error: Object.assign(new Error("no"), { apiKey: "sk-1" }),
      money: new Money(5),
    };
    const json = written(value, ["apiKey", /token$/]) as Record<string, { value: unknown }>;
    expect(json).toMatchObject({
      apiKey: redacted,
      user: { APIKEY: redacted, name: "Ada", tokens: [{ my_token: redacted }] },
      map: { $burr: "map", value: [["apiKey", redacted]] },
      error: { $burr: "error", value: { own: { apiKey: redacted } } },
      money: { $burr: "class:Money", value: { cents: 5, apiKey: redacted } },
    });
    expect(json["map"]?.value).toEqual([["apiKey", json["apiKey"]]]);
    expect(JSON.stringify(json)).not.toContain("sk-1");
  });

  it.each([
    ["apiKey", ["apikey", "ApiKey"], ["apiKeys", "myApiKey"]],
    ["*api_key*", ["OPENAI_API_KEY", "api_key_2"], ["apikey"]],
    ["*", ["anything"], []],
    ["a.b", ["a.b"], ["axb"]],
    [/^secret/g, ["secret", "secrets"], ["a secret"]],
  ])("are those whose key is like %s", (rule, hidden, shown) => {
    for (const key of hidden) expect(written({ [key]: 1 }, [rule])).toEqual({ [key]: redacted });
    for (const key of shown) expect(written({ [key]: 1 }, [rule])).toEqual({ [key]: 1 });
    for (const key of hidden) expect(written({ [key]: 1 }, [rule])).toEqual({ [key]: redacted }); // asked again
  });

  it("may be chosen by a function of path and value, which may put another value in their place", () => {
    const seen: unknown[] = [];
    const rule: RedactRule = (path, value) => {
      seen.push(path.join("."));
      if (typeof value !== "string") return false;
      return value.startsWith("sk-") || (value.includes("@") ? "<mail>" : undefined);
    };
    expect(written({ a: "sk-1", list: ["x@y.z", "fine"] }, [rule])).toEqual({ a: redacted, list: ["<mail>", "fine"] });
    expect(seen).toEqual(["inputs", "inputs.a", "inputs.list", "inputs.list.0", "inputs.list.1"]);
  });

  it("stay hidden when the function fails", () => {
    const rule: RedactRule = () => { throw new Error("mistake"); }; // prettier-ignore
    expect(written("secret", [rule])).toEqual(redacted);
  });

  it("are not in what is stored elsewhere either", () => {
    const blobs = new Map<string, string>();
    const list = Array.from({ length: 2000 }, (_one, index) => ({ apiKey: "sk-secret", index, text: "x".repeat(30) }));
    texts(["apiKey"], blobs).whole({ list }, ["result"]);
    expect([...blobs.values()].join("")).not.toContain("sk-secret");
    expect(blobs.size).toBe(1);
  });

  it("are not in long instances and errors that are stored elsewhere", () => {
    const blobs = new Map<string, string>();
    const text = texts(["apiKey"], blobs).whole(Object.assign(new Error("x".repeat(70_000)), { apiKey: "sk-secret" }), ["result"]); // prettier-ignore
    expect(text).not.toContain("sk-secret");
    expect([...blobs.values()]).toEqual([expect.stringContaining('"apiKey":{"$burr":"redacted"')]);
    expect([...blobs.values()].join("")).not.toContain("sk-secret");
  });

  it("have other marks in another log, so that nobody can try values out", () => {
    expect(written({ apiKey: "1234" }, ["apiKey"])).not.toEqual(written({ apiKey: "1234" }, ["apiKey"]));
  });
});
