import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { IngestBlob, IngestChild, IngestGraph, IngestLine, IngestOpen } from "@burrjs/protocol";
import { folderName } from "@burrjs/tracker";
import { refused } from "../errors.ts";
import type { IngestSink } from "../options.ts";
import { appendLines, openToRead } from "./append-lines.ts";
import { madeFolder, nothingIfAbsent } from "./folders.ts";
import { ingestedLog, type IngestedLog } from "./ingested-log.ts";
import { writeOnce } from "./write-once.ts";

/** Applications whose state of affairs is kept in memory; of others it is read from their logs. */
const mostKnown = 1000;

/**
 * Writes what trackers send into a folder of logs, as a local tracker does.
 *
 * @param dir - The folder.
 * @returns Where the lines go.
 */
export function ingestFiles(dir: string): IngestSink {
  const known = new Map<string, Place>();

  function placeOf({ place: { project, app_id: appId, partition_key: partitionKey } }: IngestLine): Place {
    const name = folderName({ appId, partitionKey });
    const key = `${project}/${name}`;
    const place = known.get(key) ?? { project, name, log: undefined, last: Promise.resolve() };
    known.delete(key);
    known.set(key, place); // the one that was used last is the last to go
    for (const [oldest] of known) {
      if (known.size <= mostKnown) break;
      known.delete(oldest);
    }
    return place;
  }

  async function write(line: IngestLine, place: Place): Promise<void> {
    const folder = await madeFolder(dir, await madeFolder(dir, dir, place.project), place.name);
    switch (line.kind) {
      case "open":
        return writeOpen(folder, line);
      case "graph":
        return writeGraph(folder, line);
      case "blob":
        return writeBlob(dir, folder, line);
      case "child":
        return writeChild(folder, line);
      default:
        place.log ??= ingestedLog(join(folder, "log.jsonl"));
        return place.log.append(line);
    }
  }

  return {
    accept(line) {
      const place = placeOf(line);
      // One after the other, whatever came of the one before.
      const done = place.last.then(() => write(line, place));
      place.last = done.catch(() => {});
      return done;
    },
  };
}

interface Place {
  readonly project: string;
  readonly name: string;
  log: IngestedLog | undefined;
  last: Promise<void>;
}

async function writeOpen(folder: string, { metadata, graph }: IngestOpen): Promise<void> {
  await writeOnce(join(folder, "metadata.json"), JSON.stringify(metadata));
  await writeOnce(join(folder, "graph.json"), JSON.stringify(graph));
}

async function writeGraph(folder: string, { graph }: IngestGraph): Promise<void> {
  const name = graph.graph_hash === undefined ? "graph.json" : `graph-${graph.graph_hash}.json`;
  await writeOnce(join(folder, name), JSON.stringify(graph));
}

async function writeBlob(root: string, folder: string, { hash, base64 }: IngestBlob): Promise<void> {
  const bytes = Buffer.from(base64, "base64");
  if (createHash("sha256").update(bytes).digest("hex") !== hash) {
    const message = "The bytes of a large value are not those of its hash.";
    throw refused(400, { code: "invalid_line", message, hint: "Its hash is the SHA-256 of its bytes." });
  }
  await writeOnce(join(await madeFolder(root, folder, "blobs"), hash), bytes);
}

async function writeChild(folder: string, { child }: IngestChild): Promise<void> {
  const path = join(folder, "children.jsonl");
  const line = JSON.stringify(child);
  if ((await textOf(path)).split("\n").includes(line)) return;
  await appendLines(path, `${line}\n`);
}

async function textOf(path: string): Promise<string> {
  const file = await openToRead(path).catch(nothingIfAbsent);
  if (file === undefined) return "";
  try {
    return await readFile(file, "utf8");
  } finally {
    await file.close();
  }
}
