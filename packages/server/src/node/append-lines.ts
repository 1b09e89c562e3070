import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_RDONLY, O_RDWR } = constants;

/**
 * Puts lines at the end of a file by one write, so that those of other processes come before or after. A half line that somebody
 * left at the end is closed first.
 *
 * @param path - The file; made when it is not there, for its owner alone. A link is not followed.
 * @param lines - The lines, each with its line break.
 * @throws What the system says. Then part of them may be there.
 */
export async function appendLines(path: string, lines: string): Promise<void> {
  const file = await open(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
  try {
    const { size } = await file.stat();
    const text = size > 0 && !(await endsWithBreak(file, size)) ? `\n${lines}` : lines;
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length;) {
      written += (await file.write(bytes, written, bytes.length - written, null)).bytesWritten;
    }
  } finally {
    await file.close();
  }
}

/**
 * Opens a file for reading. A link is not followed.
 *
 * @param path - The file.
 * @returns It. Close it.
 */
export function openToRead(path: string): Promise<FileHandle> {
  return open(path, O_RDONLY | O_NOFOLLOW);
}

async function endsWithBreak(file: FileHandle, size: number): Promise<boolean> {
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === 0x0a;
}
