import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { securityHeaders } from "../security/headers.ts";
import { serve, type RunningServer } from "../serve.ts";
import { token } from "../testing/client.ts";
import { fakeStore } from "../testing/fake-store.ts";

let server: RunningServer;
beforeAll(async () => {
  server = await serve({ store: fakeStore(), port: 0, token });
});
afterAll(async () => {
  await server.close();
});

/** Sends text as it is, and gives what comes back until the connection ends. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, "127.0.0.1");
    let answer = "";
    socket.on("data", (data: Buffer) => (answer += data.toString("latin1")));
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
    socket.write(text);
  });
}

function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
}

function expectHeaders(answer: string): void {
  for (const [name, value] of Object.entries(securityHeaders)) {
    expect(answer.toLowerCase()).toContain(`${name}: ${value}`.toLowerCase());
  }
}

describe("a request on the wire", () => {
  const port = "<port>";
  it.each([
    ["our address", [`Host: 127.0.0.1:${port}`], 200],
    ["our name", [`Host: localhost:${port}`], 200],
    ["our name in upper case", [`HOST: LOCALHOST:${port}`], 200],
    ["our IPv6 address", [`Host: [::1]:${port}`], 200],
    ["a trailing dot", [`Host: localhost.:${port}`], 403],
    ["no port", ["Host: localhost"], 403],
    ["another port", ["Host: localhost:1"], 403],
    ["another name", [`Host: attacker.example:${port}`], 403],
    ["no host", [], 403],
    ["an empty host", ["Host:"], 403],
    ["two hosts", [`Host: localhost:${port}`, "Host: attacker.example"], 403],
    ["two hosts that are ours", [`Host: localhost:${port}`, `Host: localhost:${port}`], 403],
    ["a host with a user", [`Host: localhost:${port}@attacker.example`], 403],
    ["a host with a path", [`Host: localhost:${port}/x`], 403],
    ["two hosts in one", [`Host: localhost:${port}, attacker.example`], 403],
    ["a number for an address", [`Host: 2130706433:${port}`], 403],
    ["a short address", [`Host: 127.1:${port}`], 403],
    ["a forwarded host", [`Host: attacker.example`, `X-Forwarded-Host: localhost:${port}`], 403],
  ])("with %s", async (_what, headers, status) => {
    for (const path of ["/", "/ready", "/api/v1/projects", "/assets/x.js", "/api/v1/events?topics=runs:demo"]) {
      const lines = [`GET ${path} HTTP/1.1`, `Authorization: Bearer ${token}`, "Connection: close", ...headers];
      const text = `${lines.join("\r\n").replaceAll("<port>", String(server.port))}\r\n\r\n`;
      if (status === 200 && /assets|events/.test(path)) continue;
      const answer = await raw(text);
      expect({ path, status: statusOf(answer) }).toEqual({ path, status });
      expectHeaders(answer);
    }
  });

  it.each([
    [
      "an absolute target",
      "GET http://attacker.example/api/v1/projects HTTP/1.1\r\nHost: localhost:<port>\r\n\r\n",
      403,
    ],
    [
      "an absolute target that is ours",
      "GET http://localhost:<port>/ready HTTP/1.1\r\nHost: localhost:<port>\r\n\r\n",
      403,
    ],
    ["a target with two slashes", "GET //attacker.example/ HTTP/1.1\r\nHost: localhost:<port>\r\n\r\n", 403],
    ["a star", "OPTIONS * HTTP/1.1\r\nHost: localhost:<port>\r\n\r\n", 403],
    ["HTTP/1.0 without a host", "GET /ready HTTP/1.0\r\n\r\n", 403],
    ["no HTTP at all", "hello\r\n\r\n", 400],
    ["a header that is too long", `GET / HTTP/1.1\r\nX: ${"x".repeat(70_000)}\r\n\r\n`, 431],
    [
      "two lengths",
      "POST / HTTP/1.1\r\nHost: localhost:<port>\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      400,
    ],
    ["an expectation", "GET /ready HTTP/1.1\r\nHost: localhost:<port>\r\nExpect: miracles\r\n\r\n", 417],
    [
      "an upgrade",
      "GET /ready HTTP/1.1\r\nHost: localhost:<port>\r\nConnection: upgrade, close\r\nUpgrade: websocket\r\n\r\n",
      200,
    ],
    [
      "an upgrade under a foreign name",
      "GET /ready HTTP/1.1\r\nHost: x.example\r\nConnection: upgrade, close\r\nUpgrade: websocket\r\n\r\n",
      403,
    ],
    ["a backslash", "GET /\\..\\x HTTP/1.1\r\nHost: localhost:<port>\r\nConnection: close\r\n\r\n", 400],
    [
      "a method that nobody knows",
      "PURGE /api/v1/meta HTTP/1.1\r\nHost: localhost:<port>\r\nConnection: close\r\n\r\n",
      401,
    ],
    ["a trace", "TRACE / HTTP/1.1\r\nHost: localhost:<port>\r\nConnection: close\r\n\r\n", 405],
  ])("%s", async (_what, text, status) => {
    const answer = await raw(text.replaceAll("<port>", String(server.port)));
    expect(statusOf(answer)).toBe(status);
    expectHeaders(answer);
  });

  it("a tunnel is not answered at all", async () => {
    expect(await raw("CONNECT attacker.example:80 HTTP/1.1\r\nHost: attacker.example:80\r\n\r\n")).toBe("");
  });

  it("a body that is too large is refused before it was sent", async () => {
    const lines = [
      "POST /api/v1/session HTTP/1.1",
      `Host: localhost:${server.port}`,
      "X-UI: 1",
      "Content-Type: application/json",
      "Content-Length: 99999999",
      "Connection: close",
    ];
    const answer = await raw(`${lines.join("\r\n")}\r\n\r\n{"token":`);
    expect(statusOf(answer)).toBe(413);
    expectHeaders(answer);
  });
});
