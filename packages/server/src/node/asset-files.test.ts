import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { serve } from "../serve.ts";
import { assetFiles } from "./asset-files.ts";

async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "burr-assets-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

async function build(dir: string, name: string): Promise<void> {
  await rm(dir, { recursive: true, force: true });
  await mkdir(join(dir, "assets"), { recursive: true });
  await writeFile(join(dir, "index.html"), `<script src="/assets/${name}"></script>`);
  await writeFile(join(dir, "assets", name), name);
}

it("a page that is built anew while a server runs is the one that is served", async () => {
  const dir = await folder();
  const page = join(dir, "ui");
  await build(page, "index-aaaaaaaa.js");
  const server = await serve({ dir: join(dir, "logs"), port: 0, assetsDir: page });
  onTestFinished(() => server.close());
  const get = (path: string, headers: HeadersInit = {}) => fetch(`${server.url}${path}`, { headers });
  const first = await get("/p");
  expect(await first.text()).toContain("index-aaaaaaaa.js");
  const tag = first.headers.get("etag") ?? "";
  expect((await get("/p", { "if-none-match": tag })).status).toBe(304);
  await build(page, "index-bbbbbbbb.js");
  const second = await get("/p", { "if-none-match": tag });
  expect([second.status, second.headers.get("cache-control")]).toEqual([200, "no-cache"]);
  expect(await second.text()).toContain("index-bbbbbbbb.js");
  const script = await get("/assets/index-bbbbbbbb.js");
  expect([script.status, script.headers.get("cache-control")]).toEqual([200, "public, max-age=31536000, immutable"]);
  expect((await get("/assets/index-aaaaaaaa.js")).status).toBe(404);
});

it("nothing outside of the folder is served, nor a link, nor a folder", async () => {
  const dir = await folder();
  const page = join(dir, "ui");
  await build(page, "a.js");
  await writeFile(join(dir, "secret.txt"), "secret");
  await symlink(join(dir, "secret.txt"), join(page, "link.txt"));
  await symlink(dir, join(page, "up"));
  const files = await assetFiles(page);
  expect((await files.get("assets/a.js"))?.type).toContain("javascript");
  for (const name of ["../secret.txt", "link.txt", "up/secret.txt", "assets", "", "assets/../../secret.txt", "none.js"])
    expect(await files.get(name)).toBeUndefined();
});
