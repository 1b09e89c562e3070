import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { getRequestListener } from "@hono/node-server";
import { defaultDir, localLogs } from "@burrjs/tracker";
import { errorAnswer } from "./http/error-answer.ts";
import { checkHost, listenAt, namesOf, urlOf } from "./node/addresses.ts";
import { annotationFiles } from "./node/annotation-files.ts";
import { assetFiles } from "./node/asset-files.ts";
import { fastGzip } from "./node/fast-gzip.ts";
import { ingestFiles } from "./node/ingest-files.ts";
import { listen } from "./node/listen.ts";
import { noteMarks } from "./notes/note-marks.ts";
import { unreadableFiles } from "./node/unreadable-files.ts";
import { oddRequest, sendRefusal, startingUp, unreadable } from "./node/raw-checks.ts";
import type { ServerOptions } from "./options.ts";
import { secured } from "./security/headers.ts";
import { openStore } from "./store/open-store.ts";
import type { LogStore } from "./store/store.ts";
import { trackingServer, type TrackingServer } from "./tracking-server.ts";

export { unreadableFiles };

/** What to serve, and where. */
export interface ServeOptions extends Omit<
  ServerOptions,
  | "store"
  | "dir"
  | "isUsualDir"
  | "unreadable"
  | "token"
  | "annotations"
  | "ingest"
  | "assets"
  | "gzip"
  | "basePath"
  | "now"
  | "schedule"
> {
  /** The folder of the logs. Default: `$BURR_DIR`, else `~/.burr`. */
  readonly dir?: string;
  /** Logs that are elsewhere than in a folder: then there are no annotations, and no ingestion. The caller closes it. */
  readonly store?: LogStore;
  /** The address to listen at. Default: `127.0.0.1`, and `::1` where it can be had. Any but loopback needs `auth`. */
  readonly host?: string;
  /** That whoever reaches this machine has to have the token: needed to listen at other addresses than loopback. */
  readonly auth?: "token";
  /** Default: another one at each start. */
  readonly token?: string;
  /** Whether trackers on other machines can send their records. Default: true. */
  readonly ingest?: boolean;
  /** The folder of the web page's files. Default: those that come with this package. */
  readonly assetsDir?: string;
}

/** A server that listens. */
export interface RunningServer {
  /** Where: `http://127.0.0.1:7241`. */
  readonly url: string;
  /** The address to open in a browser: its fragment has the token, and is never sent to any server. */
  readonly signInUrl: string;
  readonly token: string;
  /** The one that runners connect with: `$BURR_RUNNER_TOKEN` of theirs. */
  readonly runnerToken: string;
  readonly port: number;
  /** The addresses it listens at. */
  readonly addresses: readonly string[];
  /** Ends it, with what is under way. */
  close(): Promise<void>;
}

/**
 * Serves the tracking API over a folder of logs.
 *
 * @param options - What, and where.
 * @returns The server, once it listens.
 * @throws `unsafe-host`, `port-in-use`, `invalid-option`.
 */
export async function serve(options: ServeOptions = {}): Promise<RunningServer> {
  const { dir = defaultDir(), host, assetsDir = builtPage(), store, ingest = true, auth: _auth, ...rest } = options;
  checkHost(options);
  const token = options.token ?? randomBytes(32).toString("base64url");
  const [runnerToken = randomBytes(32).toString("base64url")] = options.runnerTokens ?? [];
  const assets = assetsDir === undefined ? {} : { assets: await assetFiles(assetsDir) };
  let server: TrackingServer | undefined;
  const answer = getRequestListener(
    async (request) => (await server?.fetch(request)) ?? secured(errorAnswer(503, startingUp)),
    { overrideGlobalObjects: false, errorHandler: () => secured(errorAnswer(400, unreadable)) },
  );
  const listening = await listen(listenAt(host), options.port ?? 7241, (request, response) => {
    const refusal = oddRequest(request);
    if (refusal === undefined) void answer(request, response);
    else void sendRefusal(response, 403, refusal);
  });
  const { port, addresses } = listening;
  const annotations = annotationFiles(dir, options.onError);
  const told = options.onError === undefined ? {} : { onError: options.onError };
  const ownStore =
    store === undefined ? openStore(localLogs(dir), { marks: noteMarks(annotations), ...told }) : undefined;
  const logs = store ?? ownStore;
  try {
    if (logs === undefined) throw new TypeError("There is either a store or a folder.");
    server = trackingServer({
      ...rest,
      ...assets,
      ...(ownStore === undefined ? {} : { annotations }),
      ...(ownStore === undefined ? {} : folderOf(dir)),
      ...(ownStore === undefined || !ingest ? {} : { ingest: ingestFiles(dir) }),
      store: logs,
      gzip: fastGzip,
      token,
      runnerTokens: [...new Set([runnerToken, ...(options.runnerTokens ?? [])])],
      port,
      allowedHosts: [...namesOf(host, port), ...(options.allowedHosts ?? [])],
    });
  } catch (error) {
    await listening.close();
    await ownStore?.close();
    throw error;
  }
  const url = urlOf(host, port);
  const running = server;
  return {
    url,
    token,
    runnerToken,
    port,
    addresses,
    signInUrl: `${url}/#token=${token}`,
    async close() {
      await running.close();
      await listening.close();
      await ownStore?.close();
    },
  };
}

/** What the page is told of the folder of the logs. `$BURR_DIR` of this process need not be that of others. */
function folderOf(dir: string): Pick<ServerOptions, "dir" | "isUsualDir" | "unreadable"> {
  const path = resolve(dir);
  return { dir: path, isUsualDir: path === join(homedir(), ".burr"), unreadable: () => unreadableFiles(path) };
}

/** The web page that comes with this package; `undefined` in a checkout in which it was not built. */
function builtPage(): string | undefined {
  const folder = fileURLToPath(new URL("../ui", import.meta.url));
  return existsSync(join(folder, "index.html")) ? folder : undefined;
}
