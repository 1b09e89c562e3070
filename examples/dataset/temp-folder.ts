import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** A new folder for the tests of a file; it goes away after them. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "burr-dataset-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}
