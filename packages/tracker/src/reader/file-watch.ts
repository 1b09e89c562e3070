import { watch } from "node:fs";
import { dirname, join } from "node:path";
import type { Root } from "./root.ts";
import { type SharedWatch, sharedWatch } from "./shared-watch.ts";

/** Watches files below a root, each with a look every `everyMs`. */
export function fileWatch(root: Root, everyMs: number): SharedWatch {
  return sharedWatch({
    async look(path) {
      const found = await root.look(path);
      return found && `${found.path}:${found.sizeBytes}:${found.modifiedAtMs}`;
    },
    listen: listenToFolder,
    every(callback) {
      const timer = setInterval(callback, everyMs).unref();
      return () => {
        clearInterval(timer);
      };
    },
  });
}

/** The folder and not the file: a file that is replaced would not be heard of again. */
function listenToFolder(path: string, changed: () => void): () => void {
  try {
    const watcher = watch(dirname(path), { persistent: false }, (_event, name) => {
      if (name === null || join(dirname(path), name) === path) changed();
    });
    watcher.on("error", () => {
      watcher.close(); // The looks go on.
    });
    return () => {
      watcher.close();
    };
  } catch {
    return () => {}; // The system has no more watches, or the folder is gone: the looks are enough.
  }
}
