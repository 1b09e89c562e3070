import { Buffer } from "node:buffer";
import fc from "fast-check";
import { expect, it } from "vitest";
import { Table } from "./table.ts";

const columns = {
  id: ["f64", -1],
  small: ["u8", 0],
  link: ["i32", -1],
  never: ["u32", 7],
  time: ["f64", Number.NaN],
} as const;

it("A table holds what was set, also after it was packed, and in rows it got after that", () => {
  const row = fc.record({
    id: fc.double(),
    small: fc.nat(300),
    link: fc.integer(),
    time: fc.option(fc.double(), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 200 }), fc.nat(20_000), fc.nat(), (rows, before, cut) => {
      const isPacked = rows.length === 0 ? 0 : cut % rows.length;
      let table = new Table(columns);
      // Rows without anything in them, so that chunks are passed over.
      for (let at = 0; at < before; at += 1) table.add();
      for (const [at, { id, small, link, time }] of rows.entries()) {
        if (at === isPacked) {
          const { parts, ...rest } = table.pack();
          table = Table.from(columns, { ...rest, bytes: Buffer.concat(parts) });
        }
        const number = table.add();
        expect(number).toBe(before + at);
        table.set("id", number, id);
        table.set("small", number, small);
        table.set("link", number, link);
        if (time !== undefined) table.set("time", number, time);
      }
      expect(table.count).toBe(before + rows.length);
      for (const [at, { id, small, link, time }] of rows.entries()) {
        const number = before + at;
        expect(table.get("id", number)).toBe(id);
        expect(table.get("small", number)).toBe(Math.min(255, small));
        expect(table.get("link", number)).toBe(link);
        expect(table.get("never", number)).toBe(7);
        expect(table.get("time", number)).toBe(time ?? Number.NaN);
      }
      expect(table.get("link", before - 1)).toBe(-1);
      expect(table.get("link", table.count)).toBe(-1);
    }),
    { numRuns: 50 },
  );
});

it("A column in which nothing was set takes no memory", () => {
  const table = new Table(columns);
  for (let row = 0; row < 100_000; row += 1) table.set("small", table.add(), 1);
  expect(table.byteLength).toBeLessThan(110_000);
});

it("The first row with at least a value is found", () => {
  const table = new Table(columns);
  for (let row = 0; row < 50; row += 1) table.set("id", table.add(), row * 2);
  expect([-5, 0, 1, 2, 97, 98, 99].map((value) => table.lowerBound("id", value))).toEqual([0, 0, 1, 1, 49, 49, 50]);
});
