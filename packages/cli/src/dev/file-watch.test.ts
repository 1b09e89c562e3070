import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { FileWatch } from "./file-watch.ts";

it("sees changes in a folder that was put in the place of another one", async () => {
  const dir = mkdtempSync(join(tmpdir(), "burr-watch-"));
  const [folder, file] = [join(dir, "src"), join(dir, "src", "app.ts")];
  mkdirSync(folder);
  writeFileSync(file, "1");
  const watch = new FileWatch(() => {});
  onTestFinished(() => {
    watch.close();
    rmSync(dir, { recursive: true, force: true });
  });
  watch.add([file]);
  const { signal } = new AbortController();
  const change = async (work: () => void): Promise<string | undefined> => {
    work();
    return await watch.next(AbortSignal.any([signal, AbortSignal.timeout(2000)]));
  };
  // As when another branch is checked out.
  expect(await change(() => rmSync(folder, { recursive: true }))).toBe(file);
  expect(await change(() => (mkdirSync(folder), writeFileSync(file, "22")))).toBe(file);
  expect(await change(() => writeFileSync(file, "333"))).toBe(file);
  expect(await change(() => (renameSync(folder, `${folder}-old`), mkdirSync(folder), writeFileSync(file, "4444")))).toBe(file); // prettier-ignore
  expect(await change(() => writeFileSync(file, "55555"))).toBe(file);
});
