import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { collect } from "./collect.ts";
import { readRows, type Row } from "./read-rows.ts";
import { tempFolder } from "./temp-folder.ts";

const path = join(tempFolder(), "rows.csv");
const { signal } = new AbortController();

it("reads on from the end of any row, whatever its fields contain", async () => {
  const field = fc.oneof(fc.constantFrom('"', ",", "\n", "ü", "山", ""), fc.string({ maxLength: 5 }));
  const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(table, fc.nat(7), async (fields, index) => {
      writeFileSync(path, fields.map((row) => `${row.map(quoted).join(",")}\n`).join(""));
      const all = await collect(readRows(path, { startBytes: 0, signal }));
      expect(all.map((row) => row.fields)).toEqual(fields);
      const { endBytes } = all[index % all.length]!;
      const rest = await collect(readRows(path, { startBytes: endBytes, signal }));
      expect(rest).toEqual(all.slice((index % all.length) + 1));
    }),
  );
});

it("stops with the reason of an abort, in the middle of a file", async () => {
  writeFileSync(path, "a,b\n".repeat(100_000));
  const controller = new AbortController();
  const seen: Row[] = [];
  const reading = (async () => {
    for await (const row of readRows(path, { startBytes: 0, signal: controller.signal }))
      if (seen.push(row) === 10) controller.abort();
  })();
  await expect(reading).rejects.toThrow("aborted");
  expect(seen.length).toBeLessThan(100_000);
});

it("throws the error of a file that cannot be read", async () => {
  const missing = collect(readRows(join(path, "missing"), { startBytes: 0, signal }));
  await expect(missing).rejects.toThrow(/ENOTDIR|ENOENT/);
});

function quoted(field: string): string {
  return `"${field.replaceAll('"', '""')}"`;
}
