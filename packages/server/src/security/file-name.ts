/**
 * Makes the headers of a download.
 *
 * @param parts - What its name is made of: ids, of which only letters, digits, `_`, `-` and inner dots remain.
 * @param extension - Without the dot.
 * @returns `content-disposition`, and that it is not to be sniffed.
 */
export function downloadHeaders(parts: readonly string[], extension: string): Readonly<Record<string, string>> {
  const name = parts
    .map((part) =>
      part
        .replaceAll(/[^A-Za-z0-9_.-]+/g, "_")
        .replaceAll(/^[._-]+|[._-]+$/g, "")
        .slice(0, 60),
    )
    .filter((part) => part !== "")
    .join("-")
    .replaceAll(/\.{2,}/g, ".");
  const safe = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name) || name === "" ? `burr-${name}` : name;
  return {
    "content-disposition": `attachment; filename="${safe}.${extension}"`,
    "x-content-type-options": "nosniff",
  };
}
