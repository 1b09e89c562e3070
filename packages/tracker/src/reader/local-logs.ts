import { join } from "node:path";
import type { LogSource } from "@burrjs/protocol";
import { moveToBin } from "./bin.ts";
import { cacheRoom } from "./cache-room.ts";
import { fileWatch } from "./file-watch.ts";
import { Cuts } from "./generation.ts";
import { listRuns } from "./list-runs.ts";
import { localRun } from "./local-run.ts";
import { Root } from "./root.ts";

/** What may be set for reading logs of a folder. */
export interface LocalLogsOptions {
  /** How often a file that is watched is looked at, besides what the system tells. Default: 250. */
  readonly watchEveryMs?: number;
  /** Milliseconds since 1970. Default: the clock. */
  readonly now?: () => number;
}

/**
 * Reads the logs below a folder: those of a local tracker, and those of Burr for Python. The folder need not be there yet;
 * `projects()` rejects when it is there and cannot be read. What
 * vanishes meanwhile is `undefined`. Names are never made into paths, and links that lead out of the folder are not followed.
 *
 * @param dir - What the trackers were given as `dir`.
 */
export function localLogs(dir: string, options: LocalLogsOptions = {}): LogSource {
  const root = new Root(dir);
  const cuts = new Cuts();
  const now = options.now ?? Date.now;
  const files = fileWatch(root, options.watchEveryMs ?? 250);

  const projectFolder = async (project: string): Promise<string | undefined> => {
    const real = await root.real();
    return real === undefined ? undefined : await root.folder(real, project);
  };
  const place = async (project: string, key: string | null): Promise<string | undefined> => {
    const folder = await projectFolder(project);
    return folder === undefined || key === null ? folder : await root.folder(folder, key);
  };

  return {
    async projects() {
      const real = await root.real();
      const listed = real === undefined ? new Map<string, never>() : await root.names(real);
      if (real === undefined || listed.size === 0) {
        await root.assertReadable();
        return [];
      }
      const names = [...listed].filter(([, kind]) => kind !== "file");
      const found = await Promise.all(
        names.map(async ([project]) => ({ project, folder: await root.look(join(real, project)) })),
      );
      return found.flatMap(({ project, folder }) =>
        folder?.isFolder === true ? [{ project, modifiedAtMs: folder.modifiedAtMs }] : [],
      );
    },
    async runs(project) {
      const folder = await projectFolder(project);
      return folder === undefined ? undefined : await listRuns(root, folder);
    },
    async open(project, key) {
      const path = await place(project, key);
      return path === undefined ? undefined : localRun(root, cuts, { key, path });
    },
    watch(project, key, changed) {
      let end: (() => void) | undefined;
      let ended = false;
      const begin = async (): Promise<void> => {
        const path = await place(project, key);
        if (path !== undefined && !ended) end = files.add(join(path, "log.jsonl"), changed);
      };
      void begin().catch(() => {}); // A folder that cannot be read: there is nothing to tell.
      return () => {
        ended = true;
        end?.();
      };
    },
    async remove(project, key) {
      const folder = await projectFolder(project);
      if (folder === undefined || (await root.folder(folder, key)) === undefined) return false;
      return await moveToBin(root, { project: folder, path: join(folder, key), nowMs: now() });
    },
    cache: cacheRoom(root, place),
  };
}
