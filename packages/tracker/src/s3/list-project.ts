import type { RunEntry } from "@burrjs/protocol";
import { arrangeParts } from "./arrange-parts.ts";
import type { Bucket } from "./bucket.ts";
import { manifestKey, parseManifest } from "./manifest.ts";
import { type Part, parsePart } from "./part-name.ts";

interface Found {
  readonly parts: Part[];
  modifiedAtMs: number;
}

/**
 * The applications of a project. All its objects are listed, a thousand with each request: joining parts makes that quick.
 *
 * @param bucket - Where they are.
 * @param base - What their keys begin with; ends with `/`.
 * @returns One entry for each folder; none when there is no such project.
 */
export async function listProject(bucket: Bucket, base: string): Promise<readonly RunEntry[]> {
  const found = new Map<string, Found>();
  for await (const listed of bucket.list(base)) {
    const [key = "", kind, name, ...more] = listed.key.slice(base.length).split("/");
    if (kind === undefined || more.length > 0) continue;
    const run = found.get(key) ?? { parts: [], modifiedAtMs: 0 };
    found.set(key, run);
    const part = kind === "log" ? parsePart(listed, name ?? "") : undefined;
    if (part !== undefined) run.parts.push(part);
    // When parts are joined, nothing is written to the log.
    if (kind !== "joined") run.modifiedAtMs = Math.max(run.modifiedAtMs, part?.joined?.asOfMs ?? listed.modifiedAtMs);
  }
  const entries: RunEntry[] = [];
  for (const [key, { parts, modifiedAtMs }] of found) {
    const readManifest = async (name: string) => parseManifest(await bucket.get(manifestKey(`${base}${key}/`, name)));
    const arranged = await arrangeParts(parts, readManifest);
    const sizeBytes = arranged.parts.reduce((sum, part) => sum + part.sizeBytes, 0);
    entries.push({ key, sizeBytes, modifiedAtMs });
  }
  return entries;
}
