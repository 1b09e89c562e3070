import { burr } from "@burrjs/core";
import { runnerJobsPath, type RunnerHello, runnerReportsPath, type RunnerReports } from "@burrjs/protocol";
import { afterEach, describe, expect, it, vi } from "vitest";
import { memoryTracker } from "../memory/memory-tracker.ts";
import type { Clock } from "../http/clock.ts";
import type { Runner } from "./index.ts";
import { type RunnerOptions, serveRunner } from "./serve-runner.ts";

const token = "t".repeat(40);
const b = burr<{ n: number }>();
const count = b.action({ reads: ["n"], writes: ["n"], run: ({ n }) => ({ n: n + 1 }) });

function appOf(tracker = memoryTracker({ project: "numbers" })) {
  return b.application({ actions: { count }, transitions: [], entrypoint: "count", state: { n: 0 }, tracker });
}

/** A server that says what a test wants it to, and takes note of what it hears. */
function fakeServer() {
  const hellos: RunnerHello[] = [];
  const reports: RunnerReports["reports"][number][] = [];
  const requests: { readonly url: string; readonly authorization: string | null; readonly redirect: string | undefined }[] = []; // prettier-ignore
  let stream: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
  const waiting = new Set<() => void>();
  let answer = (): Response | undefined => undefined;
  const heard = (): void => {
    for (const wake of waiting) wake();
  };
  const fetch: NonNullable<RunnerOptions["fetch"]> = (url, init) => {
    const headers = new Headers(init.headers);
    requests.push({ url, authorization: headers.get("authorization"), redirect: init.redirect });
    const refusal = answer();
    if (refusal !== undefined) return Promise.resolve(refusal);
    const body: unknown = JSON.parse(typeof init.body === "string" ? init.body : "null");
    if (url.endsWith(runnerReportsPath)) {
      reports.push(...(body as RunnerReports).reports); // as the runner sends it
      heard();
      return Promise.resolve(Response.json({ ok: true }));
    }
    hellos.push(body as RunnerHello); // as the runner sends it
    const sent = new ReadableStream<Uint8Array<ArrayBuffer>>({ start: (controller) => void (stream = controller) });
    say("event: welcome\ndata: {}\n\n");
    heard();
    return Promise.resolve(new Response(sent, { headers: { "content-type": "text/event-stream" } }));
  };
  function say(text: string): void {
    stream?.enqueue(new TextEncoder().encode(text));
  }
  return {
    fetch,
    hellos,
    reports,
    requests,
    say,
    breakOff: () => stream?.error(new TypeError("terminated")),
    answerWith(next: () => Response | undefined) {
      answer = next;
    },
    async until(isThere: () => boolean): Promise<void> {
      while (!isThere()) {
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            waiting.delete(wake);
            resolve();
          };
          waiting.add(wake);
        });
      }
    },
  };
}

/** Waits are over at once, but for the one for a server that is silent. */
const clock: Clock = {
  now: Date.now,
  random: () => 0,
  after(delayMs, work) {
    if (delayMs >= 30_000) return () => {};
    const timer = setImmediate(work);
    return () => clearImmediate(timer);
  },
};

const runners: Runner[] = [];
afterEach(async () => {
  for (const runner of runners.splice(0)) await runner.close();
  vi.unstubAllEnvs();
});

async function served(server: ReturnType<typeof fakeServer>, options: RunnerOptions = {}): Promise<Runner> {
  const runner = await serveRunner(appOf(), { url: "http://here/", token, fetch: server.fetch, onError: () => {}, ...options }); // prettier-ignore
  runners.push(runner);
  return runner;
}

function forkJob(more: object = {}, fork: object = {}) {
  return {
    job_id: "j1",
    project: "numbers",
    graph_hash: null,
    kind: "fork",
    tape: [],
    fork: {
      parent: {
        app_id: "parent",
        partition_key: null,
        sequence_id: 4,
      },
      at: "before",
      mode: "live",
      patch: [],
      label: null,
      last_sequence_id: 3,
      after: null,
      version: 0,
      state: { n: 41 },
      next_action: null,
      inputs: {},
      live_actions: [],
      allowed_side_effects: [],
      stop: {},
      new_app_id: "fork",
      ...fork,
    },
    ...more,
  };
}

const event = (job: unknown): string => `event: job\ndata: ${JSON.stringify(job)}\n\n`;

describe("serveRunner()", () => {
  it("says what it serves, with its own token, and follows no redirect", async () => {
    const server = fakeServer();
    const runner = await served(server, { name: "numbers.ts" });
    expect(server.requests).toEqual([{ url: `http://here${runnerJobsPath}`, authorization: `Bearer ${token}`, redirect: "manual" }]); // prettier-ignore
    expect(server.hellos).toMatchObject([
      {
        runner_id: runner.id,
        name: "numbers.ts",
        pid: process.pid,
        jobs: [],
        applications: [{ project: "numbers", actions: ["count"], entrypoint: "count", side_effects: [] }],
      },
    ]);
    expect(server.hellos[0]?.applications[0]?.graph_hash).toMatch(/^[0-9a-f]{16}$/);
    expect(runner.isConnected).toBe(true);
  });

  it("finds the server by the environment", async () => {
    const server = fakeServer();
    vi.stubEnv("BURR_RUNNER_URL", "http://there:1");
    vi.stubEnv("BURR_RUNNER_TOKEN", "e".repeat(40));
    runners.push(await serveRunner(appOf(), { fetch: server.fetch }));
    expect(server.requests[0]).toMatchObject({ url: `http://there:1${runnerJobsPath}`, authorization: `Bearer ${"e".repeat(40)}` }); // prettier-ignore
  });

  it.each([
    { what: "no token", serve: () => serveRunner(appOf(), { token: "" }), option: "token" },
    { what: "no application", serve: () => serveRunner([], { token }), option: "apps" },
    { what: "an application that nothing records", serve: () => serveRunner(b.application({ actions: { count }, transitions: [], entrypoint: "count", state: { n: 0 } }), { token }), option: "project" }, // prettier-ignore
  ])("refuses $what", async ({ serve, option }) => {
    vi.stubEnv("BURR_RUNNER_TOKEN", "");
    await expect(serve()).rejects.toMatchObject({ code: "invalid-option", details: { option } });
  });

  it.each([401, 403, 404])("gives up when the server does not take it: %i", async (status) => {
    const server = fakeServer();
    server.answerWith(() => Response.json({ error: { code: "x", message: "Not you." } }, { status }));
    await expect(served(server)).rejects.toMatchObject({ code: "refused", details: { status }, message: expect.stringContaining("Not you.") }); // prettier-ignore
    expect(server.requests).toHaveLength(1);
  });

  it("goes on without a server, and connects when there is one", async () => {
    const server = fakeServer();
    const errors: unknown[] = [];
    server.answerWith(() => {
      throw new TypeError("fetch failed");
    });
    const runner = await served(server, { clock, onError: (error) => errors.push(error) });
    expect(runner.isConnected).toBe(false);
    server.answerWith(() => undefined);
    await server.until(() => server.hellos.length === 1);
    expect(errors).toMatchObject([{ message: "fetch failed" }]);
  });

  it("ends, and says why, when a server that comes again does not take it any more", async () => {
    const server = fakeServer();
    const errors: unknown[] = [];
    const runner = await served(server, { clock, onError: (error) => errors.push(error) });
    server.answerWith(() => Response.json({ error: { code: "unauthorized", message: "Another token." } }, { status: 401 })); // prettier-ignore
    server.breakOff();
    await expect(runner.closed).rejects.toMatchObject({ code: "refused", details: { status: 401 } });
    expect(errors).toMatchObject([{ message: "terminated" }, { code: "refused" }]);
  });

  it("ends with its signal, and says nothing more", async () => {
    const server = fakeServer();
    const controller = new AbortController();
    const runner = await served(server, { signal: controller.signal });
    controller.abort();
    await runner.closed;
    expect(runner.isConnected).toBe(false);
  });
});

describe("a job", () => {
  it("is done however its text is cut into pieces, and only once", async () => {
    const server = fakeServer();
    await served(server);
    for (const piece of event(forkJob({}, { label: "ü" })).match(/[\s\S]{1,7}/g) ?? []) server.say(piece);
    server.say(`event: ping\ndata: {}\n\n${event(forkJob())}`);
    await server.until(() => server.reports.length >= 2);
    expect(server.reports).toEqual([
      { job_id: "j1", status: "started", app_id: "fork", partition_key: null },
      { job_id: "j1", status: "done", stopped: "end" },
    ]);
  });

  it("that is none is passed over", async () => {
    const server = fakeServer();
    await served(server);
    for (const odd of [1, {}, { kind: "explode" }, { ...forkJob(), tape: [{}] }, forkJob({ job_id: 7 })])
      server.say(event(odd));
    server.say("event: job\ndata: {\n\n");
    server.say(event(forkJob({ job_id: "good" })));
    await server.until(() => server.reports.length >= 2);
    expect(new Set(server.reports.map(({ job_id: id }) => id))).toEqual(new Set(["good"]));
  });

  it("of an unknown run, project or action fails with a reason", async () => {
    const server = fakeServer();
    await served(server);
    server.say(event({ job_id: "c", project: "numbers", graph_hash: null, kind: "control", app_id: "none", partition_key: null, action: { type: "step" } })); // prettier-ignore
    server.say(event(forkJob({ job_id: "p", project: "other" })));
    server.say(event(forkJob({ job_id: "a" }, { next_action: "none", new_app_id: "a" })));
    server.say(event(forkJob({ job_id: "s" }, { new_app_id: "parent" })));
    await server.until(() => server.reports.length >= 4);
    const codes = new Map(
      server.reports.map((report) => [report.job_id, report.status === "failed" ? report.code : ""]),
    );
    expect(Object.fromEntries(codes)).toEqual({ c: "wrong-moment", p: "wrong-moment", a: "incompatible-run", s: "invalid-option" }); // prettier-ignore
  });

  it("is asked of a factory with the ids of the fork", async () => {
    const server = fakeServer();
    const asked: unknown[] = [];
    const tracker = memoryTracker({ project: "numbers" });
    const make = (run: { readonly appId: string; readonly partitionKey: string | null }) => {
      asked.push(run);
      // With the ids that it is told: of the two applications of that name, the fork is the one whose log it is.
      return b.application({ actions: { count }, transitions: [], entrypoint: "count", state: { n: 0 }, tracker, appId: run.appId, ...(run.partitionKey === null ? {} : { partitionKey: run.partitionKey }) }); // prettier-ignore
    };
    runners.push(await serveRunner(make, { url: "http://here", token, fetch: server.fetch }));
    const parent = { app_id: "parent", partition_key: "anna", sequence_id: 4 };
    server.say(event(forkJob({}, { parent })));
    await server.until(() => server.reports.length >= 2);
    expect(asked).toEqual([{ appId: "runner", partitionKey: null }, { appId: "fork", partitionKey: "anna" }]); // prettier-ignore
    expect(server.reports[0]).toMatchObject({ app_id: "fork", partition_key: "anna" });
    const [run] = tracker.log("fork", "anna");
    expect(run).toMatchObject({ type: "run", parent: { kind: "fork", app_id: "parent", mode: "live", patch: [] } });
    expect(tracker.metadata("fork", "anna")).toMatchObject({ parent_pointer: { app_id: "parent", sequence_id: 3 } });
  });

  it("hides in the log what was changed where the state is hidden", async () => {
    const server = fakeServer();
    const tracker = memoryTracker({ project: "numbers", redact: ["secret"] });
    const app = burr<{ n: number; user?: unknown }>().application({ actions: { count }, transitions: [], entrypoint: "count", state: { n: 0 }, tracker }); // prettier-ignore
    runners.push(await serveRunner(app, { url: "http://here", token, fetch: server.fetch }));
    const patch = [
      { op: "add", path: "/user", value: { secret: "s3cret", name: "x" } },
      { op: "add", path: "/user/secret", value: "s3cret" },
      { op: "add", path: "/user/secret/deeper", value: "s3cret" },
      { op: "remove", path: "/old" },
    ];
    server.say(event(forkJob({}, { patch, state: { n: 1, user: { secret: "s3cret" } } })));
    await server.until(() => server.reports.length >= 2);
    expect(tracker.lines("fork").join("\n")).not.toContain("s3cret");
    expect(tracker.log("fork")[0]).toMatchObject({ parent: { patch: [{ value: { name: "x" } }, { path: "/user/secret" }, {}, { op: "remove", path: "/old" }] } }); // prettier-ignore
  });
});
