import type { LogRecord } from "@burrjs/protocol";
import { describe, expect, it } from "vitest";
import { testServer } from "../testing/client.ts";
import { fakeStore, header, summary } from "../testing/fake-store.ts";
import { memoryAnnotations } from "../testing/memory-annotations.ts";

const time = "2026-11-29T00:00:00.000000Z";
const records: readonly LogRecord[] = [
  { type: "begin_entry", start_time: time, action: "a", inputs: { x: 1 }, sequence_id: 0 },
  {
    type: "begin_span",
    start_time: time,
    action_sequence_id: 0,
    span_id: "0:0",
    span_name: "s",
    parent_span_id: null,
    span_dependencies: [],
  },
  { type: "end_span", end_time: time, action_sequence_id: 0, span_id: "0:0" },
  { type: "attribute", key: "k", action_sequence_id: 0, span_id: null, value: 1, tags: {} },
  {
    type: "end_entry",
    end_time: time,
    action: "a",
    result: { r: 1 },
    exception: null,
    state: { n: 1 },
    sequence_id: 0,
  },
  { type: "begin_entry", start_time: time, action: "b", inputs: {}, sequence_id: 1 },
  {
    type: "end_entry",
    end_time: time,
    action: "b",
    result: null,
    exception: "Error: no",
    state: { $patch: [] },
    form: "patch",
    sequence_id: 1,
  },
];
const child = { app_id: "c", partition_key: null, kind: "spawn", sequence_id: 0, at_ms: 0 } as const;
const parent = { app_id: "p", partition_key: null, sequence_id: 7 };

describe("the routes of Burr's own server", () => {
  const view = { header: () => Promise.resolve(header({ children_list: [child], parent })) };
  const { json, call } = testServer({ store: fakeStore(view, records), annotations: memoryAnnotations() });

  it("tell what the server is", async () => {
    expect(await json("/api/v0/ready")).toBe(true);
    expect(await json("/api/v0/version")).toEqual({ version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
    expect(await json("/api/v0/metadata/app_spec")).toEqual({
      indexing: false,
      snapshotting: false,
      supports_demos: false,
      supports_annotations: true,
    });
    expect(await json("/api/v0/indexing_jobs")).toEqual([]);
  });

  it("list projects and applications", async () => {
    expect(await json("/api/v0/projects")).toEqual([
      {
        name: "demo",
        id: "demo",
        created: "1970-01-01T00:00:02.000Z",
        last_written: "1970-01-01T00:00:02.000Z",
        num_apps: 1,
        uri: "",
      },
    ]);
    expect(await json("/api/v0/demo/__none__/apps?limit=1&offset=0")).toEqual({
      applications: [
        {
          app_id: "app-1",
          partition_key: null,
          first_written: "1970-01-01T00:00:01.000Z",
          last_written: "1970-01-01T00:00:02.000Z",
          num_steps: 3,
          tags: {},
          parent_pointer: null,
          spawning_parent_pointer: null,
        },
      ],
      total: 1,
      has_another_page: false,
    });
    expect(await json("/api/v0/none/__none__/apps")).toEqual({ applications: [], total: 0, has_another_page: false });
  });

  it("give an application with each step's whole state, its spans, attributes and pointers", async () => {
    const logs = await json("/api/v0/demo/app-1/__none__/apps");
    expect(logs).toMatchObject({
      application: { type: "application", entrypoint: "step0" },
      children: [
        {
          type: "child_application_data",
          child: { app_id: "c", sequence_id: null },
          event_type: "spawn_start",
          sequence_id: 0,
        },
      ],
      parent_pointer: { type: "pointer_data", app_id: "p", sequence_id: 7 },
      spawning_parent_pointer: null,
      steps: [
        {
          step_start_log: { action: "a", inputs: { x: 1 }, sequence_id: 0 },
          step_end_log: { result: { r: 1 }, exception: null, state: { n: 1, __SEQUENCE_ID: 0 } },
          spans: [{ begin_entry: { span_name: "s" }, end_entry: { span_id: "0:0" } }],
          attributes: [{ key: "k", value: 1 }],
        },
        {
          step_start_log: { action: "b" },
          step_end_log: { exception: "Error: no", state: { n: 1, __SEQUENCE_ID: 1 } },
        },
      ],
    });
    expect((await call("/api/v0/demo/none/__none__/apps")).status).toBe(404);
    expect((await call("/api/v0/demo/app-1/other/apps")).status).toBe(404);
  });
});

it("pages of applications go by offset", async () => {
  const all = Array.from({ length: 2500 }, (_, n) =>
    summary({ app_id: `a${n}`, partition_key: n % 2 === 0 ? "even" : null }),
  );
  const runs: ReturnType<typeof fakeStore>["runs"] = (_project, { cursor = "0", limit = 100, partitionKey }) => {
    const found = partitionKey === undefined ? all : all.filter((run) => run.partition_key === partitionKey);
    const to = Number(cursor) + limit;
    return Promise.resolve({
      items: found.slice(Number(cursor), to),
      total: found.length,
      next: to < found.length ? String(to) : null,
      at: 1,
    });
  };
  const { json } = testServer({ store: { ...fakeStore(), runs } });
  const page = async (path: string): Promise<unknown[]> => {
    const {
      applications,
      total,
      has_another_page: more,
    } = (await json(path)) as {
      applications: { app_id: string }[];
      total: number;
      has_another_page: boolean;
    };
    return [applications.length, applications[0]?.app_id, applications.at(-1)?.app_id, total, more];
  };
  expect(await page("/api/v0/demo/__none__/apps")).toEqual([100, "a0", "a99", 2500, true]);
  expect(await page("/api/v0/demo/__none__/apps?limit=1000&offset=950")).toEqual([1000, "a950", "a1949", 2500, true]);
  expect(await page("/api/v0/demo/__none__/apps?limit=100&offset=2400")).toEqual([100, "a2400", "a2499", 2500, false]);
  expect(await page("/api/v0/demo/__none__/apps?offset=9999")).toEqual([0, undefined, undefined, 2500, false]);
  expect(await page("/api/v0/demo/even/apps?limit=2&offset=2")).toEqual([2, "a4", "a6", 1250, true]);
});

it("an application is found whichever partition it has, when none is named", async () => {
  const store = fakeStore();
  const asked: unknown[] = [];
  const partitioned = {
    ...store,
    run: (ref: { partitionKey: string | null }) => {
      asked.push(ref.partitionKey);
      return ref.partitionKey === "p"
        ? store.run({ project: "demo", appId: "app-1", partitionKey: null })
        : Promise.resolve(undefined);
    },
    runs: () => Promise.resolve({ items: [summary({ partition_key: "p" })], total: 1, next: null, at: 1 }),
  };
  const { call } = testServer({ store: partitioned });
  expect((await call("/api/v0/demo/app-1/__none__/apps")).status).toBe(200);
  expect(asked).toEqual([null, "p"]);
});

it("annotations are made, found and changed; the answer to a change is what was changed", async () => {
  const { json, send } = testServer({ annotations: memoryAnnotations() });
  const body = {
    span_id: null,
    step_name: "s",
    tags: ["x"],
    observations: [{ data_fields: { note: "n" }, thumbs_up_thumbs_down: null, data_pointers: [] }],
  };
  const made = await send("POST", "/api/v0/demo/app-1/__none__/1/annotations", body);
  expect(made.status).toBe(200);
  const note = (await made.json()) as { id: number };
  expect(note).toMatchObject({
    ...body,
    project_id: "demo",
    app_id: "app-1",
    partition_key: null,
    step_sequence_id: 1,
  });
  const changed = await send("PUT", `/api/v0/demo/${note.id}/update_annotations`, { ...body, tags: ["y"] });
  expect(await changed.json()).toMatchObject({ id: note.id, tags: ["y"] });
  for (const [query, count] of [
    ["", 1],
    ["?app_id=app-1&partition_key=__none__&step_sequence_id=1", 1],
    ["?app_id=x", 0],
    ["?partition_key=p", 0],
    ["?step_sequence_id=2", 0],
  ] as const) {
    expect(await json(`/api/v0/demo/annotations${query}`)).toHaveLength(count);
  }
  expect((await send("PUT", "/api/v0/demo/999/update_annotations", body)).status).toBe(404);
  expect(await testServer().json("/api/v0/demo/annotations")).toEqual([]);
});
