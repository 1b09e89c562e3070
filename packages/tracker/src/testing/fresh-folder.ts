import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { flushAll } from "../local/exit-flush.ts";

/** Makes a folder for one test; it goes away after it. Call it at the top of a test file. */
export function freshFolders(): () => string {
  const folders: string[] = [];
  const remove = (): void => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  };
  let isListening = false;
  afterEach(() => {
    flushAll(); // or what waits would make the folder again
    remove();
    // Behind the listener of trackers: what could not be written is tried once more at the end.
    if (!isListening) process.on("exit", remove);
    isListening = true;
  });
  return () => {
    const folder = mkdtempSync(join(tmpdir(), "burr-tracker-"));
    folders.push(folder);
    return folder;
  };
}
