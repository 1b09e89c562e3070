import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { AnnotationLog } from "../options.ts";
import { appendLines, openToRead } from "./append-lines.ts";
import { codeOf, findFolder, nothingIfAbsent } from "./folders.ts";

/**
 * Keeps annotations where Burr for Python does, in `<project>/annotations.jsonl`. Any number of processes may do so at once.
 *
 * @param dir - The folder of the logs.
 * @param onUnreadable - Told when a file is there that cannot be read, once until it can be: it counts as empty.
 * @returns The annotations.
 */
export function annotationFiles(dir: string, onUnreadable: (error: Error) => void = () => {}): AnnotationLog {
  const told = new Set<string>();
  const tell = (path: string, cause?: unknown): undefined => {
    if (!told.has(path)) onUnreadable(new Error(`The notes in ${path} cannot be read: they show as none.`, { cause }));
    told.add(path);
  };
  return {
    async read(project) {
      const folder = await findFolder(dir, dir, project);
      if (folder === undefined) return undefined;
      const path = join(folder, "annotations.jsonl");
      const file = await openToRead(path).catch((error: unknown) => {
        if (codeOf(error) !== "ENOENT") tell(path, error);
        return nothingIfAbsent(error);
      });
      if (file === undefined) return "";
      try {
        const isFile = (await file.stat()).isFile();
        if (isFile) told.delete(path);
        else tell(path);
        return isFile ? await readFile(file, "utf8") : "";
      } finally {
        await file.close();
      }
    },
    async append(project, line) {
      const folder = await findFolder(dir, dir, project);
      if (folder === undefined) return false;
      await appendLines(join(folder, "annotations.jsonl"), `${line}\n`);
      return true;
    },
  };
}
