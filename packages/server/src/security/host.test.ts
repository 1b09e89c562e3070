import { describe, expect, it } from "vitest";
import { testServer, token } from "../testing/client.ts";

const { server } = testServer({ allowedHosts: ["burr.example.com"], basePath: "" });

async function asked(url: string, headers: Record<string, string> = {}): Promise<number> {
  return (await server.fetch(new Request(url, { headers: { authorization: `Bearer ${token}`, ...headers } }))).status;
}

describe("the name by which the server is asked", () => {
  it.each([
    ["http://127.0.0.1:7241/", 200],
    ["http://localhost:7241/", 200],
    ["http://[::1]:7241/", 200],
    ["http://LOCALHOST:7241/", 200],
    ["http://burr.example.com/", 200],
    ["http://localhost.:7241/", 403],
    ["http://localhost/", 403],
    ["http://localhost:80/", 403],
    ["http://127.0.0.1:7242/", 403],
    ["http://127.1:7242/", 403],
    ["http://0.0.0.0:7241/", 403],
    ["http://[::ffff:127.0.0.1]:7241/", 403],
    ["http://burr.example.com:7241/", 403],
    ["http://evil-burr.example.com/", 403],
    ["http://burr.example.com.evil.example/", 403],
    ["http://attacker.example:7241/", 403],
  ])("%s: %i", async (url, status) => {
    expect([await asked(url), await asked(`${url}api/v1/meta`), await asked(`${url}assets/main.js`)]).toEqual(
      status === 200 ? [200, 200, 404] : [403, 403, 403],
    );
  });

  it.each([
    ["the header of another name", { host: "attacker.example" }],
    ["two names in one header", { host: "127.0.0.1:7241, attacker.example" }],
    ["an empty name", { host: "" }],
  ])("%s is refused although the address is right", async (_what, headers) => {
    expect(await asked("http://127.0.0.1:7241/api/v1/meta", headers)).toBe(403);
  });

  it("what a proxy says counts only when it is trusted, and has to be an allowed name as well", async () => {
    const forwarded = { "x-forwarded-host": "attacker.example" };
    expect(await asked("http://127.0.0.1:7241/api/v1/meta", forwarded)).toBe(200);
    const { call } = testServer({ trustProxy: true, allowedHosts: ["burr.example.com"] });
    const status = async (headers: Record<string, string>): Promise<number> =>
      (await call("/api/v1/meta", { headers })).status;
    expect(await status(forwarded)).toBe(403);
    const proxied = { "x-forwarded-host": "burr.example.com", "x-forwarded-proto": "https" };
    expect(await status(proxied)).toBe(200);
    expect(await status({ ...proxied, origin: "https://burr.example.com" })).toBe(200);
    expect(await status({ ...proxied, origin: "http://burr.example.com" })).toBe(403);
  });
});
