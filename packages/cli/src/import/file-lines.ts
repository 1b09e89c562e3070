import { createReadStream } from "node:fs";

/** A large value of 64 MB, as text in text. */
const longestBytes = 256 * 1024 * 1024;

/** The lines of a file, without their line breaks; `"too long"` in the place of one that is, and that ends it. */
export async function* fileLines(path: string): AsyncGenerator<Buffer | "too long", void, void> {
  let parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length;) {
      const end = chunk.indexOf(0x0a, at);
      const part = chunk.subarray(at, end === -1 ? chunk.length : end);
      parts.push(part);
      bytes += part.length;
      at += part.length + 1;
      if (bytes > longestBytes) {
        yield "too long";
        return;
      }
      if (end === -1) break;
      yield Buffer.concat(parts);
      [parts, bytes] = [[], 0];
    }
  }
  if (bytes > 0) yield Buffer.concat(parts);
}
