import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { machine, plainMachine } from "./machine.ts";

it("gives the same hashes with Node and without", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.uint8Array()), (content) => {
      expect(plainMachine().sha256(content)).toBe(machine.sha256(content));
    }),
  );
});

it("reads files where there are any, and never fails", () => {
  const folder = mkdtempSync(join(tmpdir(), "burr-machine-"));
  writeFileSync(join(folder, "file"), "text");
  expect(machine.readText(join(folder, "file"))).toBe("text");
  expect(machine.readText(join(folder, "missing"))).toBeUndefined();
  expect(machine.readText(folder)).toBeUndefined();
  expect(plainMachine().readText(join(folder, "file"))).toBeUndefined();
  rmSync(folder, { recursive: true });
});

it("knows the process in Node", () => {
  expect(machine).toMatchObject({ pid: process.pid, runtime: `node ${process.versions.node}` });
  expect(plainMachine()).toMatchObject({ pid: 0, host: undefined });
});
