import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve, sep } from "node:path";
import type { Context } from "hono";

/** Handlers for the files that the browser loads. */
export interface Assets {
  readonly page: (c: Context) => Promise<Response>;
  readonly pageFile: (c: Context) => Promise<Response>;
  readonly coreFile: (c: Context) => Promise<Response>;
}

const types: Readonly<Record<string, string>> = {
  css: "text/css",
  html: "text/html",
  js: "text/javascript",
  svg: "image/svg+xml",
};

/** Serves the page as it is, and `@burrjs/core` as the modules that it was compiled to: no bundler is needed. */
export function createAssets(coreFolder = dirname(createRequire(import.meta.url).resolve("@burrjs/core"))): Assets {
  const pageFolder = join(import.meta.dirname, "page");
  return {
    page: (c) => send(c, pageFolder, "index.html"),
    pageFile: (c) => send(c, pageFolder, c.req.param("file") ?? ""),
    coreFile: (c) => send(c, coreFolder, c.req.path.slice("/core/".length)),
  };
}

async function send(c: Context, folder: string, file: string): Promise<Response> {
  const path = resolve(folder, file);
  const type = types[file.slice(file.lastIndexOf(".") + 1)];
  if (type === undefined || !path.startsWith(folder + sep)) return await c.notFound();
  try {
    const headers = { "content-type": `${type}; charset=utf-8`, "cache-control": "no-cache" };
    return c.body(await readFile(path, "utf8"), 200, headers);
  } catch {
    return await c.notFound(); // whatever keeps it from being read, the browser cannot have it
  }
}
