import { randomBytes } from "node:crypto";
import { chmodSync, closeSync, existsSync, linkSync, mkdirSync, openSync, renameSync, unlinkSync, writeSync } from "node:fs"; // prettier-ignore
import { dirname } from "node:path";

/** Makes a folder that only its owner can look into; those above it are made as well. What is there stays as it is. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const above = dirname(path);
  // Node's own way to make those above never ends where a file system, such as /proc, says that they are not there though they are.
  if (above !== path) makeFolder(above);
  try {
    mkdirSync(path, 0o700);
  } catch (error) {
    if (existsSync(path)) return; // somebody else was faster
    throw error;
  }
  chmodSync(path, 0o700); // whatever the umask takes away
}

/** Writes a file as a whole, unless it is there: nobody ever sees half of it. Whether it was written. */
export function writeOnce(path: string, content: string | Uint8Array): boolean {
  if (existsSync(path)) return false;
  const draft = draftOf(path);
  try {
    const file = openSync(draft, "wx", 0o600);
    try {
      writeAll(file, typeof content === "string" ? Buffer.from(content) : content);
    } finally {
      closeSync(file);
    }
    chmodSync(draft, 0o600);
    return publish(draft, path);
  } finally {
    if (existsSync(draft)) unlinkSync(draft);
  }
}

/** Where a file is written before it gets its name. */
export function draftOf(path: string): string {
  return `${path}.${randomBytes(6).toString("hex")}.tmp`;
}

/** Writes all bytes. Throws what the system says, with `written`: how many bytes are in the file all the same. */
export function writeAll(file: number, bytes: Uint8Array): void {
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(file, bytes, written);
  } catch (error) {
    throw Object.assign(error instanceof Error ? error : new Error(String(error)), { written });
  }
}

function publish(draft: string, path: string): boolean {
  try {
    linkSync(draft, path); // fails when another process was faster
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    renameSync(draft, path); // where there are no links
    return true;
  }
}

/** What the system calls an error. */
export function codeOf(error: unknown): string | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  return typeof code === "string" ? code : undefined;
}
