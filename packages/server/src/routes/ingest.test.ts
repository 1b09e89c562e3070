import { gzipSync } from "node:zlib";
import type { IngestLine } from "@burrjs/protocol";
import { describe, expect, it } from "vitest";
import type { IngestSink, ServerOptions } from "../options.ts";
import { origin, testServer, token } from "../testing/client.ts";

const place = { project: "demo", app_id: "a", partition_key: null };
const line: IngestLine = { place, tracker: "t1", kind: "lines", seq: 0, lines: ['{"type":"heartbeat"}'] };
const type = { "content-type": "application/x-ndjson" };

function serverWith(accept: IngestSink["accept"], more: Partial<ServerOptions> = {}): ReturnType<typeof testServer> {
  return testServer({ ingest: { accept }, ...more });
}

function kept(): { lines: IngestLine[]; accept: IngestSink["accept"] } {
  const lines: IngestLine[] = [];
  return {
    lines,
    accept: (one) => {
      lines.push(one);
      return Promise.resolve();
    },
  };
}

const send = (
  { call }: ReturnType<typeof testServer>,
  body: BodyInit,
  headers: Record<string, string> = type,
): Promise<Response> => call("/api/v1/ingest", { method: "POST", body, headers });

it("lines are taken in order, and their number is the answer", async () => {
  const { lines, accept } = kept();
  const second = { ...line, seq: 1 };
  const response = await send(serverWith(accept), `${JSON.stringify(line)}\n${JSON.stringify(second)}\n`);
  expect([response.status, await response.json()]).toEqual([200, { accepted: 2 }]);
  expect(lines).toEqual([line, second]);
});

it("a body may be gzip; its limit is that of what it holds", async () => {
  const { lines, accept } = kept();
  const server = serverWith(accept, { limits: { ingestBytes: 100_000 } });
  const zipped = { ...type, "content-encoding": "gzip" };
  expect((await send(server, gzipSync(JSON.stringify(line)), zipped)).status).toBe(200);
  expect((await send(server, gzipSync("x".repeat(10_000_000)), zipped)).status).toBe(413);
  expect((await send(server, "no gzip", zipped)).status).toBe(400);
  expect((await send(server, JSON.stringify(line), { ...type, "content-encoding": "zstd" })).status).toBe(415);
  expect(lines).toEqual([line]);
});

describe("what is refused", () => {
  it.each([
    ["no JSON", "{"],
    ["a list", "[]"],
    ["no place", JSON.stringify({ ...line, place: undefined })],
    ["a project that leads elsewhere", JSON.stringify({ ...line, place: { ...place, project: "../x" } })],
    ["a project that is hidden", JSON.stringify({ ...line, place: { ...place, project: ".x" } })],
    ["an empty id", JSON.stringify({ ...line, place: { ...place, app_id: "" } })],
    ["a record with a line break", JSON.stringify({ ...line, lines: ['{"type":\n"x"}'] })],
    ["a record that is no JSON", JSON.stringify({ ...line, lines: ["x"] })],
    ["a record without a type", JSON.stringify({ ...line, lines: ["{}"] })],
    ["a number below 0", JSON.stringify({ ...line, seq: -1 })],
    ["more brackets than there may be", `{"graph":${"[".repeat(250)}${"]".repeat(250)}}`],
    ["another kind", JSON.stringify({ ...line, kind: "x" })],
    ["`__proto__` for a kind", JSON.stringify({ ...line, kind: "__proto__" })],
    ["a hash that is none", JSON.stringify({ place, tracker: "t", kind: "blob", hash: "../x", base64: "" })],
    [
      "a graph whose hash leads elsewhere",
      JSON.stringify({ place, tracker: "t", kind: "graph", graph: { type: "application", graph_hash: "../x" } }),
    ],
  ])("%s, with the number of the line, and nothing of the body is written", async (_what, bad) => {
    const { lines, accept } = kept();
    const response = await send(serverWith(accept), `${JSON.stringify(line)}\n${bad}`);
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { error: { code: "invalid_line", message: expect.stringMatching(/^Line 2: /) } },
    ]);
    expect(lines).toEqual([]);
  });

  it("another type of body, and one that is too large", async () => {
    const server = serverWith(kept().accept, { limits: { ingestBytes: 10 } });
    expect((await send(server, "{}", { "content-type": "application/json" })).status).toBe(415);
    expect((await send(server, "x".repeat(11))).status).toBe(413);
  });

  it("whoever has no token for it; a cookie is none", async () => {
    const { bare } = serverWith(kept().accept, { ingestTokens: ["a-token-for-sending-records-alone"] });
    const status = async (headers: Record<string, string>): Promise<number> =>
      (await bare("/api/v1/ingest", { method: "POST", body: "", headers: { ...type, ...headers } })).status;
    expect(await status({ authorization: `Bearer ${token}` })).toBe(200);
    expect(await status({ authorization: "Bearer a-token-for-sending-records-alone" })).toBe(200);
    expect(await status({})).toBe(401);
    expect(await status({ authorization: "Bearer x" })).toBe(401);
    const session = await bare("/api/v1/session", {
      method: "POST",
      body: JSON.stringify({ token }),
      headers: { "content-type": "application/json", "x-ui": "1", origin },
    });
    expect(await status({ cookie: session.headers.get("set-cookie")?.split(";")[0] ?? "", "x-ui": "1" })).toBe(401);
    const reading = { headers: { authorization: "Bearer a-token-for-sending-records-alone" } };
    expect((await bare("/api/v1/projects", reading)).status).toBe(401);
  });
});

it("what could not be written is to be sent again", async () => {
  const seen: unknown[] = [];
  const full = serverWith(() => Promise.reject(new Error("ENOSPC")), { onError: (error) => seen.push(error) });
  const response = await send(full, JSON.stringify(line));
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(await response.text()).not.toContain("ENOSPC");
  expect(String(seen[0])).toContain("ENOSPC");
});

it("too many trackers at once are told to come again", async () => {
  let go = (): void => {};
  const waiting = new Promise<void>((resolve) => {
    go = resolve;
  });
  const server = serverWith(() => waiting, { limits: { ingestRequests: 1 } });
  const first = send(server, JSON.stringify(line));
  const second = await send(server, JSON.stringify(line));
  expect([second.status, second.headers.get("retry-after")]).toEqual([429, "1"]);
  go();
  expect((await first).status).toBe(200);
  expect((await send(server, JSON.stringify(line))).status).toBe(200);
});
