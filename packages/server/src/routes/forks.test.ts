import { type JobSummary, runnerJobsPath, runnerReportsPath, type RunnersView } from "@burrjs/protocol";
import { describe, expect, it } from "vitest";
import { testServer, type TestServer, token } from "../testing/client.ts";
import { eventReader } from "../testing/event-reader.ts";
import { fakeRunner, type FakeRunner, helloOf, runnerToken, sendAsRunner } from "../testing/fake-runner.ts";
import { fakeStore, header, row } from "../testing/fake-store.ts";
import { manualTimers, settled } from "../testing/manual-timers.ts";
import type { ServerOptions } from "../options.ts";
import type { RunView } from "../store/store.ts";

const run = "/api/v1/projects/demo/runs/~/app-1";

function serverWith(options: Partial<ServerOptions> = {}, view: Partial<RunView> = {}): TestServer {
  return testServer({ runnerTokens: [runnerToken], store: fakeStore(view), ...options });
}

async function errorOf(response: Response): Promise<unknown> {
  const { error } = (await response.json()) as { readonly error: unknown };
  return { status: response.status, ...(error as object) };
}

async function jobsOf(server: TestServer): Promise<readonly JobSummary[]> {
  return ((await server.json("/api/v1/runners")) as RunnersView).jobs;
}

/** Asks for a fork, and answers as a runner would. */
async function forked(server: TestServer, runner: FakeRunner, body: object = {}): Promise<Response> {
  const answer = server.send("POST", `${run}/forks`, { sequence_id: 1, at: "after", new_app_id: "fork-1", ...body });
  const { job_id: id } = await runner.job();
  await runner.report({ job_id: id, status: "started", app_id: "fork-1", partition_key: null });
  return answer;
}

describe("the token of runners", () => {
  it.each([
    { who: "nobody", headers: {} },
    { who: "who has the server's token", headers: { authorization: `Bearer ${token}` } },
    { who: "who has made one up", headers: { authorization: `Bearer ${"x".repeat(40)}` } },
  ])("is needed to be a runner: 401 for $who", async ({ headers }) => {
    const server = serverWith();
    for (const [path, body] of [
      [runnerJobsPath, helloOf()],
      [runnerReportsPath, { runner_id: "runner-1", reports: [] }],
    ] as const) {
      // prettier-ignore
      const init = { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) }; // prettier-ignore
      expect(await errorOf(await server.bare(path, init))).toMatchObject({ status: 401, code: "unauthorized" });
    }
    expect(((await server.json("/api/v1/runners")) as RunnersView).runners).toEqual([]);
  });

  it("is good for nothing else", async () => {
    const server = serverWith();
    const headers = { authorization: `Bearer ${runnerToken}`, "content-type": "application/json" };
    for (const path of ["/api/v1/meta", "/api/v1/projects", "/api/v1/runners", run]) {
      expect((await server.bare(path, { headers })).status).toBe(401);
    }
    for (const path of [`${run}/forks`, `${run}/control`, "/api/v1/session", "/api/v1/ingest"]) {
      const init = { method: "POST", headers, body: "{}" };
      expect([401, 403]).toContain((await server.bare(path, init)).status);
    }
  });

  it("is not the server's, and none that can be guessed", () => {
    expect(() => serverWith({ runnerTokens: [token] })).toThrow("runnerTokens");
    expect(() => serverWith({ runnerTokens: ["short"] })).toThrow("runnerTokens");
  });

  it("does not make up for a cookie of a page: that is no runner either", async () => {
    const server = serverWith();
    const login = await server.bare("/api/v1/session", { method: "POST", headers: { "x-ui": "1", "content-type": "application/json" }, body: JSON.stringify({ token }) }); // prettier-ignore
    const cookie = (login.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const init = { method: "POST", headers: { cookie, "x-ui": "1", "content-type": "application/json" }, body: JSON.stringify(helloOf()) }; // prettier-ignore
    expect((await server.bare(runnerJobsPath, init)).status).toBe(401);
  });
});

it("a server that only reads has no forks at all: 404", async () => {
  const server = serverWith({ readOnly: true });
  expect((await sendAsRunner(server, runnerJobsPath, helloOf())).status).toBe(404);
  expect((await sendAsRunner(server, runnerReportsPath, {})).status).toBe(404);
  expect((await server.send("POST", `${run}/forks`, { sequence_id: 1, at: "after" })).status).toBe(404);
  expect((await server.send("POST", `${run}/control`, { type: "step" })).status).toBe(404);
  expect((await server.call("/api/v1/runners")).status).toBe(404);
  expect(await server.json("/api/v1/meta")).toMatchObject({ capabilities: { forks: false } });
});

describe("a runner", () => {
  it("is listed while it is connected, and gone when it has left", async () => {
    const server = serverWith();
    const runner = await fakeRunner(server);
    const { jobs: _jobs, ...known } = helloOf();
    expect(await server.json("/api/v1/runners")).toMatchObject({ runners: [known], jobs: [] });
    expect(await server.json("/api/v1/meta")).toMatchObject({ runners: [known], capabilities: { forks: true } });
    await runner.leave();
    expect(await server.json("/api/v1/runners")).toMatchObject({ runners: [] });
  });

  it("gets a sign of life each ten seconds", async () => {
    const timers = manualTimers();
    const server = serverWith({ schedule: timers.schedule });
    const runner = await fakeRunner(server);
    for (let round = 0; round < 2; round += 1) {
      const next = runner.events.take(1);
      await timers.pass(10_000);
      expect(await next).toMatchObject([{ event: "ping" }]);
    }
    await runner.leave();
    expect(timers.waiting).toBe(0);
  });

  it("that comes again takes the place of its old connection, and says how its forks stand", async () => {
    const server = serverWith();
    const first = await fakeRunner(server);
    await forked(server, first);
    const [job] = await jobsOf(server);
    const again = await fakeRunner(server, { jobs: [{ job_id: job!.job_id, status: "paused", stopped: "before", next: "send" }] }); // prettier-ignore
    expect(await first.events.take(1)).toEqual([]);
    await settled();
    expect(await server.json("/api/v1/runners")).toMatchObject({
      runners: [{ runner_id: "runner-1" }],
      jobs: [{ status: "paused", stopped: "before", next: "send" }],
    });
    await again.leave();
  });

  it("tells a server that has been started anew of its forks, and of no others", async () => {
    const server = serverWith();
    const held = (id: string) => ({ job_id: id, project: "demo", app_id: `fork-${id}`, partition_key: null, label: null, parent: { app_id: "app-1", partition_key: null, sequence_id: 1 } }); // prettier-ignore
    const one = await fakeRunner(server, { forks: [held("1"), held("2")], jobs: [{ job_id: "1", status: "paused", stopped: "paused" }] }); // prettier-ignore
    expect(await jobsOf(server)).toMatchObject([
      { job_id: "1", status: "paused" },
      { job_id: "2", status: "waiting" },
    ]);
    const other = await fakeRunner(server, { runner_id: "runner-2", forks: [held("1")], jobs: [{ job_id: "1", status: "done", stopped: "end" }] }); // prettier-ignore
    expect((await jobsOf(server))[0]).toMatchObject({ status: "paused", runner_id: "runner-1" });
    const control = server.send("POST", "/api/v1/projects/demo/runs/~/fork-1/control", { type: "continue" });
    const { job_id: id } = await one.job();
    await one.report({ job_id: id, status: "done", stopped: null });
    expect((await control).status).toBe(202);
    await one.leave();
    await settled();
    expect(await jobsOf(server)).toMatchObject([
      { error: { code: "runner_lost" } },
      { error: { code: "runner_lost" } },
    ]);
    await fakeRunner(server, { forks: [held("1")] });
    expect(await jobsOf(server)).toMatchObject([{ status: "waiting", error: null }, { status: "failed" }]);
    await other.leave();
  });

  it("that comes again has not got what it was sent on a broken connection: that is lost", async () => {
    const server = serverWith();
    await fakeRunner(server);
    const waiting = server.send("POST", `${run}/forks`, { sequence_id: 1, at: "after" });
    await settled();
    await fakeRunner(server, { forks: [] });
    expect(await jobsOf(server)).toMatchObject([{ status: "failed", error: { code: "runner_lost" } }]);
    expect(await errorOf(await waiting)).toMatchObject({ status: 409, code: "runner_lost" });
  });

  it("is refused when it says what it is not, and when there are too many", async () => {
    const server = serverWith({ limits: { runners: 1 } });
    for (const bad of [{}, { ...helloOf(), applications: [] }, { ...helloOf(), pid: "x" }, []]) {
      expect((await sendAsRunner(server, runnerJobsPath, bad)).status).toBe(400);
    }
    const runner = await fakeRunner(server);
    expect(await errorOf(await sendAsRunner(server, runnerJobsPath, helloOf({ runner_id: "runner-2" })))).toMatchObject({ status: 503, code: "too_many_runners" }); // prettier-ignore
    await runner.leave();
    await (await fakeRunner(server, { runner_id: "runner-2" })).leave();
  });

  it("cannot say anything before it is connected, or of the forks of others", async () => {
    const server = serverWith();
    const [one, other] = [await fakeRunner(server), await fakeRunner(server, { runner_id: "runner-2", applications: [{ ...helloOf().applications[0]!, project: "other" }] })]; // prettier-ignore
    const nobody = { runner_id: "nobody-1", reports: [] };
    expect(await errorOf(await sendAsRunner(server, runnerReportsPath, nobody))).toMatchObject({ status: 409 });
    await forked(server, one);
    const [job] = await jobsOf(server);
    expect((await other.report({ job_id: job!.job_id, status: "failed", code: "x", message: "forged" })).status).toBe(
      200,
    );
    expect(await jobsOf(server)).toMatchObject([{ status: "running", error: null }]);
  });

  it("may not send more than there is room for", async () => {
    const server = serverWith({ limits: { bodyBytes: 2000 } });
    const large = { runner_id: "runner-1", reports: [{ job_id: "1", status: "failed", code: "x", message: "x".repeat(3000) }] }; // prettier-ignore
    expect((await sendAsRunner(server, runnerReportsPath, large)).status).toBe(413);
  });
});

describe("a fork", () => {
  it("goes to the runner with all that it needs, and its id is known at once", async () => {
    const server = serverWith({}, { stateValue: () => Promise.resolve({ n: 1, list: ["a"] }) });
    const runner = await fakeRunner(server);
    const answer = server.send("POST", `${run}/forks`, {
      sequence_id: 1,
      at: "after",
      patch: [{ op: "add", path: "/list/-", value: "b" }],
      label: "longer",
      inputs: { prompt: "hi" },
      stop: { after_steps: 2 },
    });
    const job = await runner.job();
    expect(job).toMatchObject({
      kind: "fork",
      project: "demo",
      graph_hash: "abc",
      tape: [],
      fork: {
        parent: { app_id: "app-1", partition_key: null, sequence_id: 1 },
        at: "after",
        after: "step1",
        last_sequence_id: 1,
        state: { n: 1, list: ["a", "b"] },
        patch: [{ op: "add", path: "/list/-", value: "b" }],
        next_action: null,
        inputs: { prompt: "hi" },
        mode: "live",
        stop: { after_steps: 2 },
        label: "longer",
      },
    });
    await runner.report({ job_id: job.job_id, status: "started", app_id: "new", partition_key: "anna" });
    const response = await answer;
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({
      job_id: job.job_id,
      app_id: "new",
      partition_key: "anna",
      status: "running",
      runner: { runner_id: "runner-1", name: "app.ts" },
      same_code: true,
    });
    expect(await jobsOf(server)).toMatchObject([{ app_id: "new", partition_key: "anna", status: "running", label: "longer" }]); // prettier-ignore
  });

  it("goes, with other code, to whoever has the most of its actions, and says so", async () => {
    const graph = { type: "application", entrypoint: "step0", actions: [{ name: "step0" }, { name: "step1" }], transitions: [] }; // prettier-ignore
    const server = serverWith({}, { graph: () => Promise.resolve(graph as never) });
    const [known] = helloOf().applications;
    const less = await fakeRunner(server, { runner_id: "runner-less", applications: [{ ...known!, graph_hash: "old", actions: ["step1"] }] }); // prettier-ignore
    const more = await fakeRunner(server, {
      runner_id: "runner-more",
      applications: [{ ...known!, graph_hash: "new" }],
    });
    await fakeRunner(server, { runner_id: "runner-last", applications: [{ ...known!, graph_hash: "odd", actions: ["step1"] }] }); // prettier-ignore
    expect(await (await forked(server, more)).json()).toMatchObject({
      same_code: false,
      runner: { runner_id: "runner-more" },
    });
    const chosen = await forked(server, less, { runner_id: "runner-less", new_app_id: "fork-2" });
    expect(await chosen.json()).toMatchObject({ runner: { runner_id: "runner-less" } });
  });

  it.each([
    { what: "nobody is there", runners: [] },
    { what: "those who are there are of other projects", runners: [{ project: "other" }] },
    { what: "those who are there lack its action", runners: [{ actions: ["other"] }] },
  ])("is refused with how to start a runner when $what", async ({ runners }) => {
    const server = serverWith();
    for (const more of runners)
      await fakeRunner(server, { applications: [{ ...helloOf().applications[0]!, ...more }] });
    const error = await errorOf(await server.send("POST", `${run}/forks`, { sequence_id: 1, at: "after" }));
    expect(error).toMatchObject({ status: 409, code: "no_runner" });
    expect(error).toMatchObject({ message: expect.stringContaining("No runner for"), hint: expect.stringContaining("burr dev") }); // prettier-ignore
  });

  it.each([
    { body: { patch: [{ op: "replace", path: "/none", value: 1 }] }, code: "invalid_patch", path: "/none" },
    { body: { patch: [{ op: "remove", path: "/list/7" }] }, code: "invalid_patch", path: "/list/7" },
    { body: { patch: [{ op: "replace", path: "", value: 1 }] }, code: "invalid_patch", path: "" },
    { body: { patch: [{ op: "add", path: "/__x", value: 1 }] }, code: "invalid_state", path: "/__x" },
    { body: {}, code: "unknown_value", path: "/user/name" },
    { body: { patch: [{ op: "remove", path: "/user" }], inputs: { a: [{ $burr: "omitted", value: "function" }] } }, code: "unknown_value", path: "/a/0" }, // prettier-ignore
    { body: { patch: [{ op: "remove", path: "/user" }], next_action: "none" }, code: "unknown_action", path: "/next_action" }, // prettier-ignore
    { body: { patch: [{ op: "remove", path: "/user" }], stop: { before: "none" } }, code: "unknown_action", path: "/stop/before" }, // prettier-ignore
  ])("that cannot be is refused with the place: $code at $path", async ({ body, code, path }) => {
    const state = { n: 1, list: [], user: { name: { $burr: "redacted", value: "0123456789ab" } } };
    const server = serverWith({}, { stateValue: () => Promise.resolve(state) });
    await fakeRunner(server, { applications: [{ ...helloOf().applications[0]!, graph_hash: null }] });
    const known = code === "unknown_action" ? { next_action: null, ...body } : body;
    const answer = await server.send("POST", `${run}/forks`, { sequence_id: 1, at: "after", ...known });
    const expected = "next_action" in body ? { status: 409 } : { status: 422, code, path };
    expect(await errorOf(answer)).toMatchObject(expected);
  });

  it.each([
    { body: { sequence_id: 1 } },
    { body: { sequence_id: 1, at: "during" } },
    { body: { sequence_id: 1, at: "after", patch: [{ op: "move", path: "/a", from: "/b" }] } },
    { body: { sequence_id: 1, at: "after", patch: [], state: {} } },
    { body: { sequence_id: 1, at: "after", state: [] } },
    { body: { sequence_id: 1, at: "after", mode: "wild" } },
    { body: { sequence_id: 1, at: "after", stop: { after_steps: 0 } } },
    { body: { sequence_id: 1, at: "after", new_app_id: "../x" } },
    { body: { sequence_id: 1, at: "after", more: 1 } },
  ])("is refused when it is asked for wrongly: $body", async ({ body }) => {
    const server = serverWith();
    await fakeRunner(server);
    expect(await errorOf(await server.send("POST", `${run}/forks`, body))).toMatchObject({ status: 400, code: "invalid_body" }); // prettier-ignore
  });

  it("needs a step that is there, and a point that something can begin at", async () => {
    const detail = (more: object) => ({ ...row(1), committed: true, why: null, graph_hash: "abc", ...more });
    const at = async (step: object, side: string): Promise<unknown> => {
      const server = serverWith({}, { step: () => Promise.resolve(detail(step) as never) });
      await fakeRunner(server);
      return await errorOf(await server.send("POST", `${run}/forks`, { sequence_id: 1, at: side }));
    };
    expect(await at({ committed: false, status: "failed" }, "after")).toMatchObject({
      status: 422,
      code: "invalid_point",
    });
    expect(await at({ status: "running", committed: false }, "after")).toMatchObject({ status: 422, path: "/at" });
    expect(await at({ role: "answer" }, "before")).toMatchObject({ status: 422, code: "invalid_point" });
    expect(await at({ role: "undo" }, "after")).toMatchObject({ status: 422, code: "invalid_point" });
    const server = serverWith();
    expect((await server.send("POST", `${run}/forks`, { sequence_id: 99, at: "after" })).status).toBe(404);
    expect((await server.send("POST", `${run.replace("app-1", "none")}/forks`, { sequence_id: 1, at: "after" })).status).toBe(404); // prettier-ignore
  });

  it("before the first step begins at the entrypoint; before a later one behind the last commit", async () => {
    const steps = [
      { ...row(0), committed: true },
      { ...row(1), committed: false, status: "failed", error: "x" },
      { ...row(2), committed: true },
    ];
    const view = { step: (id: number) => Promise.resolve(steps[id] as never) };
    const server = serverWith({}, view);
    const runner = await fakeRunner(server);
    for (const [id, after] of [
      [0, null],
      [1, "step0"],
      [2, "step0"],
    ] as const) {
      // prettier-ignore
      const answer = server.send("POST", `${run}/forks`, { sequence_id: id, at: "before" });
      const job = await runner.job();
      expect(job).toMatchObject({ fork: { after, last_sequence_id: id - 1, next_action: null } });
      await runner.report({ job_id: job.job_id, status: "started", app_id: "x", partition_key: null });
      await answer;
    }
  });

  it("of a log that does not tell what came before begins with the step itself", async () => {
    const server = serverWith({}, { header: () => Promise.resolve(header({ first_sequence_id: 1 })) });
    const runner = await fakeRunner(server);
    const answer = server.send("POST", `${run}/forks`, { sequence_id: 1, at: "before" });
    const job = await runner.job();
    expect(job).toMatchObject({ fork: { after: null, next_action: "step1" } });
    await runner.report({ job_id: job.job_id, status: "started", app_id: "x", partition_key: null });
    expect((await answer).status).toBe(202);
  });

  it("that the runner cannot make is refused in the runner's words", async () => {
    const server = serverWith();
    const runner = await fakeRunner(server);
    const answer = server.send("POST", `${run}/forks`, { sequence_id: 1, at: "after" });
    const { job_id: id } = await runner.job();
    await runner.report({ job_id: id, status: "failed", code: "invalid-value", message: "n is no number", path: "/n" });
    expect(await errorOf(await answer)).toMatchObject({ status: 422, code: "invalid-value", message: "n is no number", path: "/n" }); // prettier-ignore
  });

  it("of a busy runner waits, and is answered all the same", async () => {
    const timers = manualTimers();
    const server = serverWith({ schedule: timers.schedule });
    const runner = await fakeRunner(server);
    const answer = server.send("POST", `${run}/forks`, { sequence_id: 1, at: "after", new_app_id: "later" });
    await runner.job();
    await timers.pass(3000);
    expect(await (await answer).json()).toMatchObject({ status: "waiting", app_id: "later" });
  });

  it("is begun once, however often it is sent with one key", async () => {
    const server = serverWith();
    const runner = await fakeRunner(server);
    const body = { sequence_id: 1, at: "after", runner_id: runner.id };
    const key = { "idempotency-key": "k1" };
    const [one, other] = [
      server.send("POST", `${run}/forks`, body, key),
      server.send("POST", `${run}/forks`, body, key),
    ];
    const { job_id: id } = await runner.job();
    await runner.report({ job_id: id, status: "started", app_id: "x", partition_key: null });
    expect(await (await one).json()).toEqual(await (await other).json());
    expect(await jobsOf(server)).toHaveLength(1);
    const another = await server.send("POST", `${run}/forks`, { ...body, at: "before" }, key);
    expect(await errorOf(another)).toMatchObject({ status: 409, code: "key_reused" });
  });

  it("ends with a clear error when its runner is lost, whether it had begun or not", async () => {
    const server = serverWith();
    const runner = await fakeRunner(server);
    await forked(server, runner);
    const waiting = server.send("POST", `${run}/forks`, { sequence_id: 1, at: "after" });
    await runner.job();
    await runner.leave();
    expect(await errorOf(await waiting)).toMatchObject({ status: 409, code: "runner_lost" });
    for (const { status, error } of await jobsOf(server)) {
      expect({ status, code: error?.code }).toEqual({ status: "failed", code: "runner_lost" });
      expect(error?.message).toBe('The runner "app.ts" (process 4121 on here) has gone.');
    }
  });

  it("is not sent to a runner that does not take what it was sent", async () => {
    const timers = manualTimers();
    const server = serverWith({ schedule: timers.schedule });
    await fakeRunner(server); // nobody reads its jobs
    const answers = Array.from({ length: 17 }, () =>
      server.send("POST", `${run}/forks`, { sequence_id: 1, at: "after" }),
    );
    expect(await errorOf(await Promise.race(answers))).toMatchObject({ status: 503, code: "runner_busy" });
    await timers.pass(3000);
    expect(await jobsOf(server)).toHaveLength(16);
  });
});

describe("a forked run", () => {
  const fork = "/api/v1/projects/demo/runs/~/fork-1";

  it.each([
    { action: { type: "step" } },
    { action: { type: "continue" } },
    { action: { type: "pause" } },
    { action: { type: "abort" } },
    { action: { type: "answer", suspension_id: "s", answer: { ok: true } } },
  ])("is controlled through its runner: $action", async ({ action }) => {
    const server = serverWith();
    const runner = await fakeRunner(server);
    await forked(server, runner);
    const answer = server.send("POST", `${fork}/control`, action);
    const job = await runner.job();
    expect(job).toMatchObject({ kind: "control", app_id: "fork-1", partition_key: null, action });
    await runner.report({ job_id: job.job_id, status: "done", stopped: null });
    expect((await answer).status).toBe(202);
  });

  it("says so when its runner does not answer; asked again with the same key, it is done once, and told of", async () => {
    const timers = manualTimers();
    const server = serverWith({ schedule: timers.schedule });
    const runner = await fakeRunner(server);
    await forked(server, runner);
    const step = () => server.send("POST", `${fork}/control`, { type: "step" }, { "idempotency-key": "k1" });
    const first = step();
    const { job_id: id } = await runner.job();
    await timers.pass(3000);
    expect(await errorOf(await first)).toMatchObject({ status: 504, code: "runner_silent", message: 'The runner "app.ts" has not answered yet: it may be busy.' }); // prettier-ignore
    const again = step();
    await settled();
    await runner.report({ job_id: id, status: "done", stopped: null });
    expect((await again).status).toBe(202);
    expect((await step()).status).toBe(202);
    // The next thing that the runner hears of is another order.
    const other = server.send("POST", `${fork}/control`, { type: "pause" }, { "idempotency-key": "k2" });
    expect(await runner.job()).toMatchObject({ kind: "control", action: { type: "pause" } });
    await timers.pass(3000);
    expect((await other).status).toBe(504);
    expect((await server.send("POST", `${fork}/control`, { type: "abort" }, { "idempotency-key": "k2" })).status).toBe(409); // prettier-ignore
  });

  it("tells whoever has asked for something when its runner is lost, or comes again without it", async () => {
    const server = serverWith();
    const runner = await fakeRunner(server);
    await forked(server, runner);
    const [forkId = ""] = (await jobsOf(server)).map(({ job_id: id }) => id);
    const pause = server.send("POST", `${fork}/control`, { type: "pause" });
    await runner.job();
    const parent = { app_id: "app-1", partition_key: null, sequence_id: 1 };
    const held = { job_id: forkId, project: "demo", app_id: "fork-1", partition_key: null, label: null, parent };
    const next = await fakeRunner(server, { forks: [held] });
    expect(await errorOf(await pause)).toMatchObject({ status: 409, code: "runner_lost" });
    const step = server.send("POST", `${fork}/control`, { type: "step" });
    await next.job();
    await next.leave();
    expect(await errorOf(await step)).toMatchObject({ status: 409, code: "runner_lost", hint: expect.stringContaining("how the run stands") }); // prettier-ignore
  });

  it("refuses what its runner refuses, and what cannot be controlled", async () => {
    const server = serverWith();
    const runner = await fakeRunner(server);
    await forked(server, runner);
    const answer = server.send("POST", `${fork}/control`, { type: "answer", suspension_id: "s", answer: 1 });
    const { job_id: id } = await runner.job();
    await runner.report({ job_id: id, status: "failed", code: "invalid-value", message: "no", path: "/answer" });
    expect(await errorOf(await answer)).toMatchObject({ status: 422, code: "invalid-value", path: "/answer" });
    expect((await server.send("POST", `${fork}/control`, { type: "explode" })).status).toBe(400);
    expect(await errorOf(await server.send("POST", `${run}/control`, { type: "step" }))).toMatchObject({ status: 409, code: "not_controlled" }); // prettier-ignore
    const [job] = await jobsOf(server);
    await runner.report({ job_id: job!.job_id, status: "done", stopped: "end" });
    expect(await errorOf(await server.send("POST", `${fork}/control`, { type: "step" }))).toMatchObject({ status: 409, message: "This run is over: end." }); // prettier-ignore
  });

  it("is told of to whoever listens: runners and forks come as an event when they change", async () => {
    const server = serverWith();
    const events = eventReader(await server.call("/api/v1/events?topics=runs:demo"));
    await events.take(1); // the runs
    const next = events.take(1);
    const runner = await fakeRunner(server);
    expect(await next).toMatchObject([{ event: "runners", data: { runners: [{ name: "app.ts" }], jobs: [] } }]);
    await forked(server, runner);
    const [began, ran] = await events.take(2);
    expect(began).toMatchObject({ event: "runners", data: { runners: null, jobs: [{ app_id: "fork-1" }], gone: [] } });
    expect(ran).toMatchObject({ event: "runners", data: { jobs: [{ app_id: "fork-1", status: "running" }] } });
    const [one] = await jobsOf(server);
    const waiting = { id: "s1", name: "approval", payload: "?".repeat(5000), expires_at_ms: null, schema: null };
    await runner.report({ job_id: one?.job_id ?? "", status: "paused", stopped: "suspended", waiting_for: [waiting] });
    expect(JSON.stringify(await events.take(1)).length).toBeGreaterThan(5000);
    // A question is asked once; what happens to others does not repeat it.
    await forked(server, runner, { new_app_id: "fork-2" });
    expect(JSON.stringify(await events.take(2)).length).toBeLessThan(2000);
    await events.close();
    const late = eventReader(await server.call("/api/v1/events?topics=runs:demo"));
    expect((await late.take(2)).map(({ event }) => event).toSorted()).toEqual(["runners", "runs"]);
    await late.close();
  });
});
