import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pythonLines, pythonSteps } from "../testing/python-log.ts";
import { parseBytes, parseRange } from "./parse-bytes.ts";
import { parseRecord } from "./parse-record.ts";
import { scanFields } from "./scan-fields.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function valuesOf(bytes: Uint8Array): Record<string, unknown> | undefined {
  const scanned = scanFields(bytes);
  if (scanned.type === "unreadable") return undefined;
  return Object.fromEntries(
    [...scanned.fields].map(([name, range]) => {
      const parsed = parseRange(bytes, range);
      return [name, "value" in parsed ? parsed.value : parsed];
    }),
  );
}

/** JSON of an object with odd names and spaces. */
const objectText = fc
  .tuple(
    fc.dictionary(
      fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("__proto__", "type", 'a"b\\')),
      fc.jsonValue(),
    ),
    fc.constantFrom(undefined, 1, "\t", " \n"),
  )
  .map(([object, space]) => JSON.stringify(object, undefined, space));

describe("scanFields", () => {
  it("finds what JSON.parse finds", () => {
    fc.assert(
      fc.property(objectText, (text) => {
        const object = JSON.parse(text) as object;
        expect(Object.entries(valuesOf(encode(text)) ?? {})).toEqual(Object.entries(object));
      }),
    );
  });

  it("finds what JSON.parse finds in lines with mistakes, where that finds anything", () => {
    fc.assert(
      fc.property(objectText, fc.nat(), fc.string({ maxLength: 2 }), (text, at, inserted) => {
        const place = at % (text.length + 1);
        const broken = text.slice(0, place) + inserted + text.slice(place + (at % 2));
        const bytes = encode(broken);
        const parsed = jsonObject(new TextDecoder().decode(bytes));
        expect(parsed === undefined ? undefined : valuesOf(bytes)).toEqual(parsed);
      }),
      { numRuns: 1000 },
    );
  });

  it("never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(["fields", "unreadable"]).toContain(scanFields(bytes).type);
      }),
    );
  });

  it("takes the last of fields with one name, as JSON.parse does", () => {
    expect(valuesOf(encode('{"a":1,"b":2,"a":3}'))).toEqual({ a: 3, b: 2 });
  });

  it("stays inside of the range that it is given", () => {
    const bytes = encode('{"a":1}\n{"b":[2,3]}\n{"c":"x');
    const scanned = scanFields(bytes, { from: 8, to: 19 });
    expect(scanned.type === "fields" && [...scanned.fields]).toEqual([["b", { from: 13, to: 18 }]]);
    expect(scanFields(bytes, { from: 20, to: bytes.length }).type).toBe("unreadable");
    expect(scanFields(bytes, { from: 0, to: 6 }).type).toBe("unreadable");
  });

  it.each([
    ["", "the line is empty"],
    ["[1]", "the line is no object"],
    ["{", "the line is no JSON"],
    ['{"a"}', "the line is no JSON"],
    ['{"a":}', "the line is no JSON"],
    ['{"a":1,}', "the line is no JSON"],
    ['{"a":1}x', "the line is no JSON"],
    ['{"a":[}', "the line is no JSON"],
    ['{"a":[}]}', "the line is no JSON"],
    ['{"a":"\\"}', "the line is no JSON"],
    [`{"a":${"[".repeat(200)}`, "values stand more than 200 deep in each other"],
  ])("says what is wrong with %j", (text, reason) => {
    expect(scanFields(encode(text))).toEqual({ type: "unreadable", reason });
  });

  it("allows the same depth as parseRecord", () => {
    const nested = (depth: number): string => `{"type":"x","v":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    expect(scanFields(encode(nested(199))).type).toBe("fields");
    expect(scanFields(encode(nested(200))).type).toBe("unreadable");
  });

  it("refuses lines longer than 64 MB", () => {
    expect(scanFields(new Uint8Array(64 * 1024 * 1024 + 1)).type).toBe("unreadable");
  });
});

describe("parseBytes", () => {
  it("gives the same as parseRecord, but for what it leaves out", () => {
    for (const line of pythonLines(pythonSteps)) {
      const bytes = encode(line);
      const whole = parseRecord(line);
      expect(parseBytes(bytes)).toEqual({ line: whole, skipped: new Map() });
      const lean = parseBytes(bytes, { skip: ["state", "result", "inputs", "action"] });
      const brought = [...lean.skipped].map(([name, range]) => {
        const parsed = parseRange(bytes, range);
        return [name, "value" in parsed ? parsed.value : undefined] as const;
      });
      expect({ ...lean.line, ...Object.fromEntries(brought) }).toEqual(whole);
    }
  });

  it("leaves out only values over a size", () => {
    const bytes = encode(JSON.stringify({ type: "x", small: [1], large: "ü".repeat(50) }));
    const { line, skipped } = parseBytes(bytes, { skip: ["small", "large"], overBytes: 20 });
    expect(line).toEqual({ type: "unknown", name: "x", fields: { type: "x", small: [1], large: null } });
    expect([...skipped.keys()]).toEqual(["large"]);
  });

  it("reads a patch without looking at its operations when the state is left out", () => {
    const [, line] = pythonLines([{ action: "a", state: {} }]);
    const bytes = encode((line ?? "").replace('"state"', '"form":"patch","state"'));
    expect(parseBytes(bytes, { skip: ["state"] }).line).toMatchObject({ type: "end_entry", form: "patch", state: {} });
    expect(parseBytes(bytes).line.type).toBe("unreadable");
  });
});

function jsonObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
