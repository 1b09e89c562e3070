import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { localLogs } from "@burrjs/tracker";
import { annotationFiles } from "../node/annotation-files.ts";
import { ingestFiles } from "../node/ingest-files.ts";
import { openStore } from "../store/open-store.ts";
import { testServer, type TestServer } from "./client.ts";

/** A server over a folder of logs, which go when the test is over. */
export interface RealServer extends TestServer {
  /** The folder that the one of the logs is in. */
  readonly top: string;
  readonly dir: string;
  /** What should not have happened, but did. */
  readonly errors: unknown[];
  end(): Promise<void>;
}

/** Makes a server over the logs of `files`: text by project, folder and file. */
export async function realServer(files: Readonly<Record<string, string>> = {}): Promise<RealServer> {
  const top = await mkdtemp(join(tmpdir(), "burr-server-"));
  const dir = join(top, "logs");
  await mkdir(dir);
  for (const [path, text] of Object.entries(files)) await writeLog(join(dir, path), text);
  const store = openStore(localLogs(dir));
  const errors: unknown[] = [];
  const server = testServer({
    store,
    annotations: annotationFiles(dir),
    ingest: ingestFiles(dir),
    onError: (error) => errors.push(error),
  });
  return {
    ...server,
    top,
    dir,
    errors,
    async end() {
      await server.server.close();
      await store.close();
      await rm(top, { recursive: true, force: true });
    },
  };
}

/** Writes a file with the folders above it. */
export async function writeLog(path: string, text: string): Promise<void> {
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, text);
}
