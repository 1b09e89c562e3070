/** Text in lines of at most `width` letters, broken between words where that is possible. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((one) => one !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    for (line = word; line.length > width; line = line.slice(width)) lines.push(line.slice(0, width));
  }
  return line === "" ? lines : [...lines, line];
}

/** The beginning of a text, in at most `width` letters. */
export function beginningOf(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1).trimEnd()}…`;
}

/** Columns of texts beside each other, each `width` letters wide. */
export function besides(columns: readonly (readonly string[])[], width: number, height: number): string[] {
  return Array.from({ length: height }, (_, row) =>
    columns
      .map((lines) => (lines[row] ?? "").padEnd(width))
      .join("  ")
      .trimEnd(),
  );
}
