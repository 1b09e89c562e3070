import { randomUUID } from "node:crypto";
import { link, rename, rm, writeFile } from "node:fs/promises";
import { codeOf } from "./folders.ts";

/**
 * Writes a file as a whole, unless it is there: nobody ever sees half of it.
 *
 * @param path - The file; for its owner alone.
 * @param content - All of it.
 */
export async function writeOnce(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(draft, content, { flag: "wx", mode: 0o600 });
    await link(draft, path); // fails when it is there, unlike a renaming
  } catch (error) {
    if (codeOf(error) === "EEXIST") return;
    if (!["EPERM", "ENOTSUP", "ENOSYS"].includes(codeOf(error) ?? "")) throw error;
    await rename(draft, path); // where there are no links
  } finally {
    await rm(draft, { force: true });
  }
}
