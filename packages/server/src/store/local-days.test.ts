import { expect, it } from "vitest";
import { begin, end, logText } from "../testing/log-lines.ts";
import { MemoryLogs } from "../testing/memory-logs.ts";
import { openStore } from "./open-store.ts";

/** Around midnight in several zones, and around changes of the clocks. */
const begins = ["2026-10-24T21:59:59.999", "2026-10-24T22:00", "2026-10-25T22:59:59.999", "2026-10-25T23:00", "2026-11-01T03:59", "2026-11-01T04:00", "2026-11-02T04:59", "2026-11-02T05:00", "2026-11-19T18:29", "2026-11-19T18:30", "2026-11-19T23:00", "2026-11-20T00:00"].map((text) => Date.parse(`${text}Z`)); // prettier-ignore
const nowMs = Date.parse("2026-11-20T00:10Z");

function storeOf(times: readonly string[]): ReturnType<typeof openStore> {
  const logs = new MemoryLogs();
  for (const [place, time] of times.entries()) {
    const log = logText(begin(0, "ask", { start_time: time }), end(0, "ask", { end_time: time }));
    logs.put("p", `run${place}`, { log });
  }
  return openStore(logs, { now: () => nowMs });
}

const store = storeOf(begins.map((at) => new Date(at).toISOString()));

it.each([
  ["UTC", { "2026-10-24": 2, "2026-10-25": 2, "2026-11-01": 2, "2026-11-02": 2, "2026-11-19": 3, "2026-11-20": 1 }],
  ["Europe/Berlin", { "2026-10-24": 1, "2026-10-25": 2, "2026-10-26": 1, "2026-11-01": 2, "2026-11-02": 2, "2026-11-19": 2, "2026-11-20": 2 }], // prettier-ignore
  ["Asia/Kolkata", { "2026-10-25": 2, "2026-10-26": 2, "2026-11-01": 2, "2026-11-02": 2, "2026-11-19": 1, "2026-11-20": 3 }], // prettier-ignore
  ["America/New_York", { "2026-10-24": 2, "2026-10-25": 2, "2026-10-31": 1, "2026-11-01": 2, "2026-11-02": 1, "2026-11-19": 4 }], // prettier-ignore
])("in %s, days have the runs that a query for them finds", async (zone, days) => {
  const counted = (await store.facets("p", { zone }))?.day ?? {};
  expect(counted).toEqual(days);
  for (const [day, runs] of Object.entries(counted)) {
    const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
    const q = `after:${day} before:${next}`;
    expect((await store.runs("p", { q, zone }))?.total).toBe(runs);
  }
});

it.each([
  ["UTC", 1, 3, 4],
  ["Europe/Berlin", 2, 2, 4],
  ["Asia/Kolkata", 3, 1, 4],
  ["America/New_York", 4, 0, 4],
])("in %s, projects tell of the steps of the last days", async (zone, today, yesterday, recent) => {
  const [project] = await store.projects({ zone });
  expect(project?.activity.slice(-2)).toEqual([yesterday, today]);
  expect(project?.activity.reduce((sum, steps) => sum + steps)).toBe(begins.length);
  expect(project?.recent_runs).toBe(recent);
});

it("of a log without zones, the clock that wrote it is taken into account", async () => {
  const logs = new MemoryLogs();
  const attribute = { type: "attribute", key: "k", action_sequence_id: 0, span_id: null, value: 1, tags: {} };
  const log = logText(
    begin(0, "ask", { start_time: "2026-11-20T00:05:00.000001" }),
    { ...attribute, time_logged: "2026-11-19T23:05:00.000002Z" },
    end(0, "ask", { end_time: "2026-11-20T00:05:00.000003" }),
  );
  logs.put("p", "python", { log });
  const python = openStore(logs, { now: () => nowMs });
  const lastDays = async (zone: string) => (await python.projects({ zone }))[0]?.activity.slice(-2);
  expect([await lastDays("Europe/Berlin"), await lastDays("UTC")]).toEqual([
    [0, 1],
    [1, 0],
  ]);
  expect((await python.facets("p", { zone: "Europe/Berlin" }))?.day).toEqual({ "2026-11-20": 1 });
});

it("steps, too, are those of the days of who asks", async () => {
  const view = await store.run({ project: "p", partitionKey: null, appId: "run10" });
  expect((await view?.steps({ q: "after:2026-11-20", zone: "Europe/Berlin" }))?.total).toBe(1);
  expect((await view?.steps({ q: "after:2026-11-20" }))?.total).toBe(0);
});
