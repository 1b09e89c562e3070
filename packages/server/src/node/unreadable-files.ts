import { constants } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { UnreadableFile } from "@burrjs/protocol";

/** What of a data folder cannot be read, and therefore looks as if there was nothing: folders, and the files of the notes. */
export async function unreadableFiles(dir: string): Promise<readonly UnreadableFile[]> {
  const found: UnreadableFile[] = [];
  const tried = async <TValue>(path: string, what: string, work: Promise<TValue>): Promise<TValue | undefined> => {
    try {
      return await work;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
      if (code !== "ENOENT") found.push(unreadable(path, what, code));
      return undefined;
    }
  };
  const entries = await tried(dir, "the data folder", readdir(dir, { withFileTypes: true }));
  const projects = (entries ?? []).filter((entry) => entry.isDirectory() && !entry.name.startsWith("."));
  for (const { name } of projects) {
    const folder = join(dir, name);
    const notes = join(folder, "annotations.jsonl");
    if ((await tried(folder, `the folder of the project "${name}"`, readdir(folder))) === undefined) continue;
    await tried(notes, `the file of the notes of "${name}"`, readable(notes));
  }
  return found;
}

/** Rejects when there is something that is no file, or that may not be read. */
async function readable(path: string): Promise<void> {
  await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  await file.read(Buffer.alloc(1), 0, 1, 0);
}

function unreadable(path: string, what: string, code: string): UnreadableFile {
  const remedy =
    code === "EACCES" || code === "EPERM"
      ? "Let the user who runs this read it (chmod, chown): until then it shows as empty."
      : "See what is there, and move it away: until then it shows as empty.";
  return { path, what: `${what} cannot be read (${code})`, remedy };
}
