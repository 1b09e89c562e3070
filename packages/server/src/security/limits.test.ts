import { describe, expect, it } from "vitest";
import { token, origin, testServer } from "../testing/client.ts";
import { fakeStore } from "../testing/fake-store.ts";
import { memoryAnnotations } from "../testing/memory-annotations.ts";

const note = { app_id: "app-1", partition_key: null, step_sequence_id: 1 };
const path = "/api/v1/projects/demo/notes";

describe("bodies", () => {
  const { send, call } = testServer({ annotations: memoryAnnotations(), limits: { bodyBytes: 1000, bodyDepth: 10 } });

  it("with too many bytes get 413, whether they say so or not", async () => {
    const author = "x".repeat(2000);
    expect((await send("POST", path, { ...note, author })).status).toBe(413);
    let given = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 1;
        controller.enqueue(new TextEncoder().encode(`"${"x".repeat(100)}`));
      },
    });
    const headers = { "content-type": "application/json" };
    const init: RequestInit & { duplex: "half" } = { method: "POST", body: endless, headers, duplex: "half" };
    expect((await call(path, init)).status).toBe(413);
    expect(given).toBeLessThan(50);
  });

  it.each([
    ["too deep", `{"a":${"[".repeat(11)}${"]".repeat(11)}}`, 400],
    ["too deep by far, and no JSON", "[".repeat(900), 400],
    ["brackets in a text are no depth", JSON.stringify({ ...note, author: '[[[[[[[[[[[[\\"[[[[[' }), 201],
    ["no JSON", "{", 400],
    ["empty", "", 400],
    ["of another form", "[]", 400],
    ["with a wrong field", JSON.stringify({ ...note, tags: "x" }), 400],
    ["`__proto__` is a key like any other", `{"__proto__":{"polluted":1},${JSON.stringify(note).slice(1)}`, 201],
  ])("%s", async (_what, body, status) => {
    const response = await call(path, { method: "POST", body, headers: { "content-type": "application/json" } });
    expect(response.status).toBe(status);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it("that are no UTF-8, of another type, or of an unknown encoding are refused", async () => {
    const headers = { "content-type": "application/json" };
    expect((await call(path, { method: "POST", body: new Uint8Array([0x22, 0xff, 0x22]), headers })).status).toBe(400);
    const text = { "content-type": "text/plain" };
    expect((await call(path, { method: "POST", body: "{}", headers: text })).status).toBe(415);
    const zipped = { ...headers, "content-encoding": "br" };
    expect((await call(path, { method: "POST", body: "{}", headers: zipped })).status).toBe(415);
  });
});

describe("requests at once", () => {
  it("above the limit are told to come again, and let in once others are done", async () => {
    const open: (() => void)[] = [];
    const store = {
      ...fakeStore(),
      projects: () => new Promise<never[]>((resolve) => open.push(() => resolve([]))),
    };
    const { call } = testServer({ store, limits: { requests: 2 } });
    const two = [call("/api/v1/projects"), call("/api/v1/projects")];
    await expect.poll(() => open.length).toBe(2);
    const third = await call("/api/v1/meta");
    expect([third.status, third.headers.get("retry-after")]).toEqual([503, "1"]);
    for (const one of open) one();
    expect((await Promise.all(two)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await call("/api/v1/meta")).status).toBe(200);
  });

  it("an answer that goes on counts until it has ended or its reader has left", async () => {
    const { call } = testServer({ limits: { requests: 2 } });
    const search = "/api/v1/projects/demo/runs/~/app-1/search?q=x";
    const one = await call(search);
    expect((await call(search)).status).toBe(503);
    await one.text();
    const two = await call(search);
    await two.body?.cancel();
    expect((await call(search, { method: "HEAD" })).status).toBe(200);
    expect((await call(search)).status).toBe(200);
  });

  it("event streams have places of their own", async () => {
    const { call } = testServer({ limits: { requests: 1, eventStreams: 2 } });
    const events = "/api/v1/events?topics=runs:demo";
    const [one] = [await call(events), await call(events)];
    const third = await call(events);
    expect([third.status, await third.json()]).toMatchObject([503, { error: { code: "too_many_clients" } }]);
    expect((await call("/api/v1/meta")).status).toBe(200);
    await one.body?.cancel();
    expect((await call(events)).status).toBe(200);
    expect((await call(events, { method: "HEAD" })).status).toBe(503);
  });

  it("a client that goes away gives its place back", async () => {
    const { server } = testServer({ limits: { eventStreams: 1 } });
    const leaving = new AbortController();
    const ask = (signal?: AbortSignal): Promise<Response> =>
      server.fetch(
        new Request(`${origin}/api/v1/events?topics=runs:demo`, {
          headers: { authorization: `Bearer ${token}` },
          ...(signal === undefined ? {} : { signal }),
        }),
      );
    expect((await ask(leaving.signal)).status).toBe(200);
    expect((await ask()).status).toBe(503);
    leaving.abort();
    expect((await ask()).status).toBe(200);
  });
});

it("what comes after the server was closed is refused", async () => {
  const { server, call } = testServer();
  const events = await call("/api/v1/events?topics=runs:demo");
  await server.close();
  expect(await events.text()).toBe("");
  expect((await call("/api/v1/meta")).status).toBe(503);
});
