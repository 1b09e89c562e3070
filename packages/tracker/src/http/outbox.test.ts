import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cargo, Lane } from "./cargo.ts";
import { Outbox } from "./outbox.ts";

const laneOf = (appId: string): Lane => ({
  place: { project: "p", appId, partitionKey: null },
  id: appId,
  nextLine: 0,
  breaks: 0,
  blobs: new Set<string>(),
  isRefused: false,
});

function outboxOf(maxBytes: number) {
  const lost: Cargo[] = [];
  const outbox = new Outbox({ maxBytes, now: () => 0, onLost: (cargo) => lost.push(cargo) });
  return { outbox, lost };
}

const record = (n: number): Cargo => ({ kind: "line", text: `{"type":"attribute","n":${n}}` });
const chunk = (n: number): Cargo => ({ kind: "line", text: `{"type":"stream_chunk","n":${n}}` });

/** What is taken, in short: the `n` of a record, and how many are lost of a gap. */
function namesOf(outbox: Outbox, maxBytes = Infinity): readonly unknown[] {
  return outbox.take(maxBytes).map(({ cargo }) => {
    if (cargo.kind !== "line") return cargo.kind;
    const { type, n, records } = JSON.parse(cargo.text) as { type: string; n?: number; records?: number };
    return type === "lost" ? `lost ${records}` : n;
  });
}

describe("Outbox", () => {
  it("gives what was put in, in order, as much as is wanted", () => {
    const { outbox } = outboxOf(10_000);
    const lane = laneOf("a");
    outbox.add(lane, { kind: "open", metadata: "{}", graph: "{}", graphHash: undefined });
    for (const n of [1, 2, 3]) outbox.add(lane, n === 2 ? chunk(n) : record(n));
    outbox.add(lane, { kind: "child", child: "{}" });
    expect(namesOf(outbox, 250)).toEqual(["open", 1]);
    expect(namesOf(outbox)).toEqual([2, 3, "child"]);
    expect(outbox).toMatchObject({ isEmpty: true, bytes: 0, firstOrder: Infinity });
  });

  it("gives at least one, however large", () => {
    const { outbox } = outboxOf(10_000);
    outbox.add(laneOf("a"), record(1));
    expect(namesOf(outbox, 1)).toEqual([1]);
  });

  it("lets the oldest chunks go first, and tells in their place how many", () => {
    const { outbox, lost } = outboxOf(700);
    const lane = laneOf("a");
    for (const n of [1, 2, 3, 4, 5, 6, 7]) outbox.add(lane, n % 2 === 0 ? chunk(n) : record(n));
    expect(lost).toEqual([chunk(2), chunk(4)]);
    expect(namesOf(outbox)).toEqual([1, "lost 2", 3, 5, 6, 7]);
  });

  it("then lets the oldest records go, and no file", () => {
    const { outbox } = outboxOf(500);
    const lane = laneOf("a");
    outbox.add(lane, { kind: "open", metadata: "{}", graph: "{}", graphHash: undefined });
    for (const n of [1, 2, 3, 4, 5]) outbox.add(lane, record(n));
    outbox.add(laneOf("b"), record(6));
    expect(namesOf(outbox)).toEqual(["open", "lost 3", 4, 5, 6]);
  });

  it("tells of a gap before the records behind it, also when the chunk of the gap was younger", () => {
    const { outbox } = outboxOf(400);
    const lane = laneOf("a");
    for (const cargo of [record(1), record(2), chunk(3), record(4), record(5)]) outbox.add(lane, cargo);
    expect(namesOf(outbox)).toEqual(["lost 2", 2, 4, 5]);
  });

  it("leaves out alone what alone is larger than the buffer", () => {
    const { outbox } = outboxOf(600);
    const lane = laneOf("a");
    outbox.add(lane, record(1));
    outbox.add(lane, { kind: "line", text: "x".repeat(700) });
    outbox.add(lane, record(2));
    expect(namesOf(outbox)).toEqual([1, "lost 1", 2]);
  });

  it("keeps order and bound, and each record is there or counted, whatever comes and goes", () => {
    const step = fc.oneof(
      fc.record({ app: fc.constantFrom("a", "b", "c"), isChunk: fc.boolean(), size: fc.nat(400) }),
      fc.record({ take: fc.nat(1_000) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 300, max: 2_000 }), (steps, maxBytes) => {
        const { outbox } = outboxOf(maxBytes);
        const lanes = new Map(["a", "b", "c"].map((name) => [name, laneOf(name)]));
        const put = new Map<string, number>();
        const got = new Map<string, { n: number; isRecord: boolean }[]>();
        const counted = new Map<string, number>();
        const take = (bytes: number): void => {
          for (const { lane, cargo } of outbox.take(bytes)) {
            const line = JSON.parse(cargo.kind === "line" ? cargo.text : "{}") as Record<string, number | string>;
            const { appId } = lane.place;
            if (line.type === "lost") counted.set(appId, (counted.get(appId) ?? 0) + Number(line.records));
            else got.set(appId, [...(got.get(appId) ?? []), { n: Number(line.n), isRecord: true }]);
          }
        };
        for (const one of steps) {
          if ("take" in one) take(one.take);
          else {
            const n = put.get(one.app) ?? 0;
            put.set(one.app, n + 1);
            const type = one.isChunk ? "stream_chunk" : "attribute";
            outbox.add(lanes.get(one.app)!, {
              kind: "line",
              text: JSON.stringify({ type, n, pad: "x".repeat(one.size) }),
            });
          }
          expect(outbox.bytes).toBeLessThanOrEqual(maxBytes);
        }
        take(Infinity);
        expect(outbox.isEmpty).toBe(true);
        for (const [app, count] of put) {
          const numbers = (got.get(app) ?? []).map(({ n }) => n);
          expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
          expect(numbers.length + (counted.get(app) ?? 0)).toBe(count);
        }
      }),
    );
  });
});
