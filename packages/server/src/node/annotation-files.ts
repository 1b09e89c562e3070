import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { AnnotationLog } from "../options.ts";
import { appendLines, openToRead } from "./append-lines.ts";
import { findFolder, nothingIfAbsent } from "./folders.ts";

/**
 * Keeps annotations where Burr for Python does, in `<project>/annotations.jsonl`. Any number of processes may do so at once.
 *
 * @param dir - The folder of the logs.
 * @returns The annotations.
 */
export function annotationFiles(dir: string): AnnotationLog {
  return {
    async read(project) {
      const folder = await findFolder(dir, dir, project);
      if (folder === undefined) return undefined;
      const file = await openToRead(join(folder, "annotations.jsonl")).catch(nothingIfAbsent);
      if (file === undefined) return "";
      try {
        return (await file.stat()).isFile() ? await readFile(file, "utf8") : "";
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
