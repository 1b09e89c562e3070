import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { serve, type RunningServer, type ServeOptions } from "./serve.ts";
import { testServer } from "./testing/client.ts";
import { fakeStore } from "./testing/fake-store.ts";

let dir: string;
const running: RunningServer[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "burr-serve-"));
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
  await rm(dir, { recursive: true });
});

async function started(options: ServeOptions = {}): Promise<RunningServer> {
  const server = await serve({ store: fakeStore(), port: 0, ...options });
  running.push(server);
  return server;
}

describe("where a server listens", () => {
  it("on loopback alone, at one port", async () => {
    const { addresses, url, port } = await started();
    expect(addresses[0]).toBe("127.0.0.1");
    expect(addresses.every((address) => ["127.0.0.1", "::1"].includes(address))).toBe(true);
    expect(url).toBe(`http://127.0.0.1:${port}`);
    expect((await fetch(`${url}/ready`)).status).toBe(200);
  });

  it("names the folder of its logs to who asks, and whether it is the usual one; a store of one's own has none", async () => {
    const usual = join(homedir(), ".burr");
    const answers = [
      [{ dir }, { dir, is_usual_dir: false }],
      [{ dir: join(usual, ".") }, { dir: usual, is_usual_dir: true }],
      [{ store: fakeStore() }, { dir: null, is_usual_dir: false }],
    ] as const;
    for (const [options, answer] of answers) {
      const server = await serve({ ...options, port: 0 });
      running.push(server);
      const headers = { authorization: `Bearer ${server.token}` };
      expect(await (await fetch(`${server.url}/api/v1/meta`, { headers })).json()).toMatchObject(answer);
    }
  });

  it("a folder of logs that cannot be read is told of, once", async () => {
    const file = join(dir, "file");
    await writeFile(file, "");
    const errors: unknown[] = [];
    const server = await serve({ dir: file, port: 0, onError: (error) => errors.push(error) });
    running.push(server);
    const headers = { authorization: `Bearer ${server.token}` };
    for (let times = 0; times < 2; times += 1)
      expect(await (await fetch(`${server.url}/api/v1/projects`, { headers })).json()).toMatchObject({ items: [] });
    expect(errors).toMatchObject([{ code: "ENOTDIR", path: file }]);
  });

  it.each<ServeOptions>([
    { host: "0.0.0.0" },
    { host: "::" },
    { host: "" },
    { host: "192.168.1.5" },
    { host: "example.com" },
    { host: "0.0.0.0", noToken: true },
    { host: "0.0.0.0", auth: "token", noToken: true },
    { host: "127.0.0.1.example.com" },
  ])("not for %j", async (options) => {
    await expect(started(options)).rejects.toMatchObject({ code: "unsafe-host" });
  });

  it("everywhere, when those who ask have to have the token, and then by names that were allowed", async () => {
    const { port, addresses } = await started({ host: "0.0.0.0", auth: "token", allowedHosts: ["burr.example.com"] });
    expect(addresses).toEqual(["0.0.0.0"]);
    expect((await fetch(`http://127.0.0.1:${port}/api/v1/meta`)).status).toBe(401);
    expect((await fetch(`http://127.0.0.2:${port}/ready`)).status).toBe(403);
  });

  it("not where somebody else does", async () => {
    const { port } = await started();
    await expect(started({ port })).rejects.toMatchObject({ code: "port-in-use", details: { port } });
  });

  it.each([
    { option: "port", port: 70_000, message: "There is no port 70000: they end at 65535." },
    { option: "host", host: "300.1.1.1", message: "This machine has no address 300.1.1.1." },
    { option: "host", host: "192.0.2.1", message: "This machine has no address 192.0.2.1." },
  ])("not where nobody can: $message", async ({ option, message, ...where }) => {
    const error = await started({ ...where, auth: "token" }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "invalid-option", message, details: { option } });
  });
});

it("the token is another one each time, and stands in the fragment of the address for the browser", async () => {
  const [one, other] = [await started(), await started()];
  expect(one.token).not.toBe(other.token);
  expect(Buffer.from(one.token, "base64url")).toHaveLength(32);
  expect(one.signInUrl).toBe(`${one.url}/#token=${one.token}`);
});

it("a page signs in with the token, and reads with the cookie", async () => {
  const { url, token, port } = await started();
  const response = await fetch(`${url}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-ui": "1", origin: url },
    body: JSON.stringify({ token }),
  });
  const cookie = response.headers.get("set-cookie")?.split(";")[0] ?? "";
  expect(cookie).toMatch(new RegExp(`^burr-${port}=`));
  expect((await fetch(`${url}/api/v1/projects`, { headers: { cookie } })).status).toBe(200);
  expect((await fetch(`${url}/api/v1/projects`, { method: "HEAD", headers: { cookie } })).status).toBe(200);
  expect((await fetch(`${url}/api/v1/projects`)).status).toBe(401);
});

describe("the web page", () => {
  it("comes from its folder: files by their names, else the start page", async () => {
    await mkdir(join(dir, "assets"));
    await writeFile(join(dir, "index.html"), "<!doctype html>start");
    await writeFile(join(dir, "assets", "main-0a1b2c3d.js"), "run()");
    const { url } = await started({ assetsDir: dir });
    const get = async (path: string): Promise<[number, string | null, string]> => {
      const response = await fetch(url + path);
      return [response.status, response.headers.get("content-type"), await response.text()];
    };
    expect(await get("/")).toEqual([200, "text/html; charset=utf-8", "<!doctype html>start"]);
    expect(await get("/p/demo/r/~/app.v1")).toEqual([200, "text/html; charset=utf-8", "<!doctype html>start"]);
    expect(await get("/assets/main-0a1b2c3d.js")).toEqual([200, "text/javascript; charset=utf-8", "run()"]);
    expect((await get("/assets/other.js"))[0]).toBe(404);
    expect((await get("/api/none"))[0]).toBe(401);
    const cached = await fetch(`${url}/assets/main-0a1b2c3d.js`);
    expect(cached.headers.get("cache-control")).toContain("immutable");
    expect((await fetch(url)).headers.get("cache-control")).toBe("no-cache");
  });

  it("files outside of its folder are not there, and those that came later are", async () => {
    await mkdir(join(dir, "web"));
    await writeFile(join(dir, "web", "index.html"), "start");
    await writeFile(join(dir, "secret.txt"), "secret");
    const { url } = await started({ assetsDir: join(dir, "web") });
    await writeFile(join(dir, "web", "later.txt"), "later");
    for (const path of ["/..%2fsecret.txt", "/%2e%2e/secret.txt", "/%2e%2e%2fsecret.txt", "/.%2fsecret.txt"]) {
      const response = await fetch(url + path);
      expect([path, response.status, (await response.text()).includes("secret")]).toEqual([path, 404, false]);
    }
    expect(await (await fetch(`${url}/later.txt`)).text()).toBe("later");
  });

  it("without one, a plain page says where to get it", async () => {
    const response = await testServer().call("/anything"); // `serve()` has the page that comes with the package, where it was built
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await response.text()).toMatch(/API is up[^]*@burrjs\/cli/);
  });
});

it("closing ends what is under way", async () => {
  const { url, token, close } = await started();
  const headers = { authorization: `Bearer ${token}` };
  const events = await fetch(`${url}/api/v1/events?topics=runs:demo`, { headers });
  const reading = events.text().catch(() => "cut off");
  await close();
  await reading;
  await expect(fetch(`${url}/ready`)).rejects.toThrow(/fetch/);
});
