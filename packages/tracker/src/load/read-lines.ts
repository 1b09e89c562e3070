import { closeSync, openSync, readSync } from "node:fs";

const blockBytes = 1024 * 1024;
/** No reader takes longer lines. */
const longestLine = 64 * 1024 * 1024;

/** The lines of a file, one after the other, without holding all of it. A half line at the end is none; those that are too long are left out. */
export function* readLines(path: string): Generator<string, void, void> {
  const file = openSync(path, "r");
  try {
    const block = Buffer.allocUnsafe(blockBytes);
    let parts: Buffer[] = [];
    let held = 0;
    for (;;) {
      const count = readSync(file, block, 0, blockBytes, null);
      if (count === 0) return;
      let from = 0;
      for (let at = block.indexOf(10); at !== -1 && at < count; at = block.indexOf(10, from)) {
        const end = block.subarray(from, at);
        const line = parts.length === 0 ? end : Buffer.concat([...parts, end]);
        if (held + end.length <= longestLine) yield line.toString("utf8");
        parts = [];
        held = 0;
        from = at + 1;
      }
      held += count - from;
      if (held <= longestLine) parts.push(Buffer.from(block.subarray(from, count)));
    }
  } finally {
    closeSync(file);
  }
}
