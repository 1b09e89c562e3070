import { readdir, readFile, realpath } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import type { AssetSource } from "../options.ts";

const types = new Map([
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".mjs", "text/javascript; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".json", "application/json"],
  [".webmanifest", "application/manifest+json"],
  [".svg", "image/svg+xml"],
  [".png", "image/png"],
  [".ico", "image/x-icon"],
  [".woff2", "font/woff2"],
  [".txt", "text/plain; charset=utf-8"],
  [".wasm", "application/wasm"],
]);

/**
 * Serves the files that are in a folder when this is called. A request only ever picks one of those.
 *
 * @param dir - The folder, with all below it.
 * @returns The files.
 */
export async function assetFiles(dir: string): Promise<AssetSource> {
  const root = await realpath(dir);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(root, path).replaceAll(sep, "/"), path]),
  );
  return {
    async get(name) {
      const path = paths.get(name);
      if (path === undefined) return undefined;
      const type = types.get(extname(path).toLowerCase()) ?? "application/octet-stream";
      return { bytes: new Uint8Array(await readFile(path)), type };
    },
  };
}
