import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testServer, type TestServer } from "../testing/client.ts";
import { memoryAnnotations } from "../testing/memory-annotations.ts";
import type { AnnotationLog } from "../options.ts";
import type { Annotation } from "./annotation.ts";
import { notesOf } from "./notes.ts";

const path = "/api/v1/projects/demo/notes";
const place = { app_id: "app-1", partition_key: null, step_sequence_id: 1 };
const good = {
  data_fields: { note: "=SUM(A1)", ground_truth: "+1" },
  thumbs_up_thumbs_down: true,
  data_pointers: [{ type: "state_field", field_name: "response" }],
};

interface Made {
  readonly server: TestServer;
  readonly lines: string[];
  readonly note: Annotation;
}

async function made(more: object = {}): Promise<Made> {
  const lines: string[] = [];
  const server = testServer({ annotations: memoryAnnotations(lines), now: () => Date.UTC(2026, 10, 29) });
  const response = await server.send("POST", path, { ...place, step_name: "step1", ...more });
  expect(response.status).toBe(201);
  return { server, lines, note: (await response.json()) as Annotation };
}

describe("an annotation", () => {
  it("is made as a line that Burr for Python reads", async () => {
    const { lines, note } = await made({ tags: ["a", "b"], observations: [good], author: "Ada" });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toEqual({
      id: note.id,
      project_id: "demo",
      ...place,
      span_id: null,
      step_name: "step1",
      tags: ["a", "b"],
      observations: [{ ...good, data_pointers: [{ ...good.data_pointers[0], span_id: null }] }],
      created: "2026-11-29T00:00:00.000Z",
      updated: "2026-11-29T00:00:00.000Z",
      author: "Ada",
      target: null,
      version: 1,
      edit: expect.any(String),
    });
    expect(Number.isSafeInteger(note.id)).toBe(true);
  });

  it("of a whole application has no step, for which Python has a number", async () => {
    const { lines, note, server } = await made({ step_sequence_id: null, target: { kind: "run" } });
    expect(JSON.parse(lines[0]!)).toMatchObject({ step_sequence_id: -1 });
    expect(note.step_sequence_id).toBeNull();
    expect(await server.json("/api/v0/demo/annotations")).toMatchObject([{ step_sequence_id: -1 }]);
  });

  it("can be changed, keeps its history, and can be deleted", async () => {
    const { server, note, lines } = await made({ tags: ["a"] });
    const changed = await server.send("PATCH", `${path}/${note.id}`, { tags: ["b"] });
    expect([changed.status, changed.headers.get("etag")]).toEqual([200, '"v2"']);
    expect(await changed.json()).toMatchObject({ id: note.id, tags: ["b"], step_name: "step1", version: 2 });
    expect(await server.json(path)).toMatchObject({ total: 1, items: [{ tags: ["b"] }] });
    expect(await (await server.send("DELETE", `${path}/${note.id}`, {})).json()).toEqual({ deleted: true });
    expect(await server.json(path)).toEqual({ items: [], total: 0, next: null });
    expect(await server.json(`${path}/${note.id}/history`)).toMatchObject({
      items: [
        { version: 1, tags: ["a"], deleted: false },
        { version: 2, tags: ["b"], deleted: false },
        { version: 3, tags: ["b"], deleted: true },
      ],
    });
    for (const method of ["PATCH", "DELETE"]) {
      expect((await server.send(method, `${path}/${note.id}`, {})).status).toBe(404);
    }
    expect(lines).toHaveLength(3);
  });

  it("is not changed by those who have seen an older version", async () => {
    const { server, note } = await made();
    const change = (ifMatch: string): Promise<Response> =>
      server.send("PATCH", `${path}/${note.id}`, { tags: [ifMatch] }, { "if-match": ifMatch });
    expect((await change('"v1"')).status).toBe(200);
    for (const stale of ['"v1"', '"v3"', '"x"', "v2", 'W/"v2"']) expect((await change(stale)).status).toBe(412);
    expect((await change('"v2"')).status).toBe(200);
    expect((await change("*")).status).toBe(200);
    expect((await server.send("DELETE", `${path}/${note.id}`, {}, { "if-match": '"v1"' })).status).toBe(412);
  });

  it.each([
    { ...place, app_id: "none" },
    { ...place, partition_key: "other" },
  ])("of what is not there cannot be made: %j", async (draft) => {
    expect((await testServer({ annotations: memoryAnnotations() }).send("POST", path, draft)).status).toBe(404);
  });

  it.each([
    {},
    { ...place, tags: [1] },
    { ...place, observations: [{}] },
    { ...place, target: { kind: "x" } },
    [],
    "x",
    null,
  ])("%j is none", async (draft) => {
    expect((await testServer({ annotations: memoryAnnotations() }).send("POST", path, draft)).status).toBe(400);
  });

  it("cannot be made where it cannot be written", async () => {
    const full: AnnotationLog = { read: () => Promise.resolve(""), append: () => Promise.reject(new Error("ENOSPC")) };
    const response = await testServer({ annotations: full }).send("POST", path, { ...place });
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
  });
});

it("annotations can be filtered", async () => {
  const { server, note } = await made({ tags: ["a"] });
  await server.send("POST", path, { ...place, step_sequence_id: 2, step_name: "step0" });
  const ids = async (query: string): Promise<unknown> => {
    const page = (await server.json(`${path}?${query}`)) as { items: Annotation[] };
    return page.items.map(({ id }) => id === note.id);
  };
  expect(await ids("")).toEqual([true, false]);
  for (const only of ["tag=a", "step=1", "action=step1", "app=app-1&partition=~&step=1"])
    expect(await ids(only)).toEqual([true]);
  for (const none of ["app=x", "partition=p", "tag=b"]) expect(await ids(none)).toEqual([]);
});

describe("the download", () => {
  it("of lines has each annotation as it stands", async () => {
    const { server, note } = await made({ tags: ["a"] });
    const response = await server.call(`${path}/export`);
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="demo-notes.jsonl"');
    expect(JSON.parse(await response.text())).toEqual(note);
  });

  it("for spreadsheets has no formulas", async () => {
    const { server } = await made({
      observations: [good, { ...good, data_fields: { note: '@x "y",\n', more: 1 }, thumbs_up_thumbs_down: false }],
      tags: ["-1"],
      author: "\tx",
    });
    const response = await server.call(`${path}/export?format=csv`);
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const text = await response.text();
    expect(text.split("\r\n")).toHaveLength(4);
    expect(text).toContain(",'=SUM(A1),'+1,");
    expect(text).toContain(`,"'@x ""y"",\n",`);
    expect(text).toContain(",'-1,up,");
    expect(text).toContain(",down,");
    expect(text).not.toMatch(/(^|,)"?[=+@\t]/m);
  });
});

describe("lines", () => {
  it("of Burr for Python are annotations, and those that cannot be read are left out", async () => {
    const python = {
      span_id: null,
      step_name: "s",
      tags: [],
      observations: [{ data_fields: {}, data_pointers: [] }],
      id: 0,
      project_id: "demo",
      app_id: "a",
      partition_key: null,
      step_sequence_id: 0,
      created: "2025-01-01T00:00:00",
      updated: "2025-01-01T00:00:00",
    };
    const lines = [
      JSON.stringify(python),
      "",
      "{",
      "null",
      "[]",
      '{"id":1}',
      JSON.stringify({ ...python, tags: ["new"] }),
    ];
    const { json } = testServer({ annotations: memoryAnnotations(lines) });
    expect(await json(path)).toMatchObject({ total: 1, items: [{ id: 0, tags: ["new"], version: 2 }] });
  });

  it("of any content never stop the good ones from being read", async () => {
    const { lines } = await made();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.string(), fc.json())), async (others) => {
        const all = [...others.map((one) => one.replaceAll("\n", " ")), ...lines];
        expect(await notesOf(memoryAnnotations(all), { now: () => 0 }).list("demo")).toMatchObject([
          { step_name: "step1" },
        ]);
      }),
      { numRuns: 50 },
    );
  });
});

it("whatever two servers do with the same annotations at once, no change is lost and none is made twice", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }),
      async (scheduler, sides) => {
        const lines: string[] = [];
        const memory = memoryAnnotations(lines);
        const slow: AnnotationLog = {
          read: (project) => scheduler.schedule(memory.read(project)),
          append: (project, line) => scheduler.schedule(Promise.resolve()).then(() => memory.append(project, line)),
        };
        const servers = [notesOf(slow, { now: () => 0 }), notesOf(slow, { now: () => 0 })];
        const content = { span_id: null, step_name: "", tags: [], observations: [], author: null, target: null };
        const { id } = await scheduler.waitFor(servers[0]!.create("demo", place, content));
        const changes = sides.map((side, n) => servers[side ? 1 : 0]!.change("demo", id, { step_name: String(n) }));
        await scheduler.waitFor(Promise.all(changes));
        const versions = await scheduler.waitFor(servers[0]!.history("demo", id));
        expect(versions.map(({ annotation }) => annotation.version)).toEqual(
          sides.map((_, n) => n + 1).concat(sides.length + 1),
        );
        expect(new Set(versions.slice(1).map(({ annotation }) => annotation.step_name)).size).toBe(sides.length);
      },
    ),
    { numRuns: 50 },
  );
});
