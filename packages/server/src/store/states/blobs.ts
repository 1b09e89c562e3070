import { blobReference, type RunFiles } from "@burrjs/protocol";

/** A value with the large ones brought back that stand in files of their own; those that are not there stay references. */
export async function withBlobs(files: RunFiles, value: unknown): Promise<unknown> {
  const hashes = new Set<string>();
  collect(value, hashes);
  if (hashes.size === 0) return value;
  const found = new Map<string, unknown>();
  for (const hash of hashes) {
    const blob = await readBlob(files, hash);
    if (blob !== undefined) found.set(hash, blob.value);
  }
  return found.size === 0 ? value : replaced(value, found);
}

/** The value that stands in a file of its own; `undefined` when it is not there, or cannot be read. */
export async function readBlob(files: RunFiles, hash: string): Promise<{ readonly value: unknown } | undefined> {
  try {
    const bytes = await files.blob(hash);
    return bytes && { value: JSON.parse(new TextDecoder().decode(bytes)) as unknown };
  } catch {
    return undefined; // The reference tells what it was.
  }
}

function collect(value: unknown, hashes: Set<string>): void {
  if (typeof value !== "object" || value === null) return;
  const blob = blobReference(value);
  if (blob !== undefined) hashes.add(blob.sha256);
  else for (const inner of Object.values(value)) collect(inner, hashes);
}

function replaced(value: unknown, found: ReadonlyMap<string, unknown>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const blob = blobReference(value);
  if (blob !== undefined) return found.has(blob.sha256) ? found.get(blob.sha256) : value;
  if (Array.isArray(value)) return value.map((item: unknown) => replaced(item, found));
  // `fromEntries` also makes an own key of `__proto__`.
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaced(inner, found)]));
}
