import { parseIngestLine } from "@burrjs/protocol";
import { describe, expect, it } from "vitest";
import { base64Of } from "./base64.ts";
import type { Cargo, Item, Lane } from "./cargo.ts";
import { halves, sift, wireLines, wireText } from "./ingest-lines.ts";

const laneOf = (appId: string): Lane => ({
  place: { project: "p", appId, partitionKey: null },
  id: `tracker-${appId}`,
  nextLine: 0,
  breaks: 0,
  blobs: new Set<string>(),
  isRefused: false,
});
const item = (lane: Lane, cargo: Cargo): Item => ({ lane, cargo, bytes: 0, order: 0 });
const record = (n: number): Cargo => ({ kind: "line", text: `{"type":"attribute","n":${n}}` });

describe("wireLines()", () => {
  it("joins the records of an application, and keeps their order to its large values", () => {
    const [a, b] = [laneOf("a"), laneOf("b")];
    const hash = "0".repeat(64);
    const blob: Cargo = { kind: "blob", hash, bytes: Uint8Array.of(1, 2, 255) };
    const items = [item(a, record(0)), item(b, record(0)), item(a, record(1)), item(a, blob), item(a, record(2))];
    const sent = wireLines(items).map((line) => parseIngestLine(wireText(line)));
    const placeA = { place: { project: "p", app_id: "a", partition_key: null }, tracker: "tracker-a" };
    const placeB = { place: { project: "p", app_id: "b", partition_key: null }, tracker: "tracker-b" };
    const text = (n: number) => `{"type":"attribute","n":${n}}`;
    expect(sent).toEqual([
      { ...placeA, kind: "lines", seq: 0, lines: [text(0), text(1)] },
      { ...placeA, kind: "blob", hash, base64: "AQL/" },
      { ...placeA, kind: "lines", seq: 2, lines: [text(2)] },
      { ...placeB, kind: "lines", seq: 0, lines: [text(0)] },
    ]);
  });

  it("goes on with the numbers of an application", () => {
    const lane = laneOf("a");
    wireLines([item(lane, record(0)), item(lane, record(1))]);
    expect(wireLines([item(lane, record(2))])).toMatchObject([{ seq: 2 }]);
  });
});

describe("halves()", () => {
  it("divides lines, then the records of one, and nothing else", () => {
    const lane = laneOf("a");
    const [line] = wireLines([0, 1, 2].map((n) => item(lane, record(n))));
    const [first, second] = halves([line!])!;
    expect(first).toMatchObject([{ seq: 0, lines: [expect.any(String)] }]);
    expect(second).toMatchObject([{ seq: 1, lines: [expect.any(String), expect.any(String)] }]);
    expect(halves([line!, ...first])).toEqual([[line], first]);
    expect(halves(first)).toBeUndefined();
  });
});

describe("sift()", () => {
  it("puts a `lost` record in the place of what is none", () => {
    const lane = laneOf("a");
    const lines = wireLines([item(lane, record(0)), item(lane, { kind: "line", text: "[]" }), item(lane, record(2))]);
    const { kept, records, problem } = sift(lines, 0);
    expect(records).toBe(1);
    expect(problem).toContain("no record");
    const lost = expect.stringContaining('"lost"');
    expect(kept).toMatchObject([{ seq: 0, lines: [expect.stringContaining("0"), lost, expect.stringContaining("2")] }]);
    expect(sift(kept, 0)).toEqual({ kept, records: 0, problem: undefined });
  });

  it("gives up an application whose id no server takes, and keeps the others", () => {
    const [bad, good] = [laneOf("\0"), laneOf("good")];
    const lines = wireLines([item(bad, record(0)), item(bad, record(1)), item(good, record(0))]);
    expect(sift(lines, 0)).toMatchObject({ kept: [{ lane: good }], records: 2 });
    expect([bad.isRefused, good.isRefused]).toEqual([true, false]);
  });
});

describe("base64Of()", () => {
  it.each([0, 1, 2, 3, 24_575, 24_576, 24_577, 100_000])("is that of %i bytes", (length) => {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 31) % 256);
    expect(base64Of(bytes)).toBe(Buffer.from(bytes).toString("base64"));
  });
});
