import { readFile, realpath } from "node:fs/promises";
import { extname, join, sep } from "node:path";
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
 * Serves the files of a folder as they are when they are asked for: a page that is built anew is there at once. Nothing outside of
 * the folder is, and no link.
 *
 * @param dir - The folder, with all below it.
 * @returns The files.
 * @throws When there is no such folder.
 */
export async function assetFiles(dir: string): Promise<AssetSource> {
  await realpath(dir);
  return {
    async get(name) {
      const bytes = await readWithin(dir, name);
      const type = types.get(extname(name).toLowerCase()) ?? "application/octet-stream";
      return bytes && { bytes, type };
    },
  };
}

async function readWithin(dir: string, name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const root = await realpath(dir);
    const path = join(root, name);
    if (!path.startsWith(root + sep) || (await realpath(path)) !== path) return undefined;
    return new Uint8Array(await readFile(path));
  } catch {
    return undefined; // there is none, or it is a folder
  }
}
