import type { RunFiles, SmallFile } from "@burrjs/protocol";
import { eachAtOnce } from "./at-once.ts";
import { type Bucket } from "./bucket.ts";
import { isFinal, manifestKey, parseManifest } from "./manifest.ts";
import { parsedJson } from "./parsed-json.ts";
import { collected, PartListing } from "./part-listing.ts";
import type { PartReader } from "./part-reader.ts";

/** Where an application's objects are, and what reads them. */
export interface S3RunOptions {
  /** The name of its folder. */
  readonly key: string;
  /** What the keys of its objects begin with; ends with `/`. */
  readonly base: string;
  readonly bucket: Bucket;
  readonly reader: PartReader;
  readonly now: () => number;
}

// So often in a row parts may be joined while a range is read.
const mostTries = 5;
const smallFiles = /^(?:metadata\.json|graph\.json|graph-[0-9A-Za-z]{1,128}\.json)$/;

/** The files of an application whose log consists of parts. */
export function s3Run({ key, base, bucket, reader, now }: S3RunOptions): RunFiles {
  const listing = new PartListing({
    bucket,
    folder: `${base}log/`,
    readManifest: async (name) => parseManifest(await reader.whole(manifestKey(base, name), isFinal)),
    now,
  });
  return {
    key,
    async stat() {
      const view = await listing.refresh();
      return view && { sizeBytes: view.sizeBytes, modifiedAtMs: view.modifiedAtMs, generation: view.generation };
    },
    async read(from, to) {
      const known = listing.known ?? (await listing.refresh());
      let view = known;
      for (let n = 0; view !== undefined && view.generation === known?.generation && n < mostTries; n += 1) {
        const bytes = await reader.read(view, from, to);
        if (bytes !== undefined) return bytes;
        view = await listing.refreshAll(); // parts were joined, and the bytes are where they were; or it is another log
      }
      return new Uint8Array();
    },
    async text(name: SmallFile) {
      if (name === "children.jsonl") return childrenText(base, bucket, reader);
      return smallFiles.test(name) ? await bucket.text(base + name) : undefined;
    },
    async blob(hash) {
      return /^[0-9a-f]{64}$/.test(hash) ? await reader.whole(`${base}blobs/${hash}`) : undefined;
    },
  };
}

async function childrenText(base: string, bucket: Bucket, reader: PartReader): Promise<string | undefined> {
  const objects = await collected(bucket.list(`${base}children/`));
  if (objects.length === 0) return undefined;
  const lines: { readonly text: string; readonly time: string }[] = [];
  await eachAtOnce(objects, async ({ key }) => {
    const bytes = await reader.whole(key);
    if (bytes === undefined) return;
    const text = new TextDecoder().decode(bytes).replaceAll(/[\r\n]+/g, " ");
    lines.push({ text, time: timeOf(text) });
  });
  lines.sort((one, other) => (one.time === other.time ? 0 : one.time < other.time ? -1 : 1));
  return lines.map(({ text }) => `${text}\n`).join("");
}

function timeOf(text: string): string {
  const child = parsedJson(text);
  if (typeof child !== "object" || child === null || !("event_time" in child)) return "";
  return String(child.event_time);
}
