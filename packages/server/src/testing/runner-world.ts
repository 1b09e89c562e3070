import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ForkAnswer, ForkBody, JobSummary, LogRecord, RunnersView } from "@burrjs/protocol";
import { localLogs, localTracker, type LocalTracker, type LocalTrackerOptions } from "@burrjs/tracker";
import { type Runner, type RunnerOptions, type Servable, serveRunner } from "@burrjs/tracker/runner";
import { onTestFinished } from "vitest";
import { openStore } from "../store/open-store.ts";
import type { LogStore } from "../store/store.ts";
import { origin, testServer, type TestServer } from "./client.ts";
import { runnerToken } from "./fake-runner.ts";

/** A server over real logs, to which real runners connect: all in this process, without a port. */
export interface RunnerWorld {
  readonly server: TestServer;
  readonly store: LogStore;
  readonly tracker: LocalTracker;
  readonly dir: string;
  /** Connects a runner. */
  serve(apps: Servable | readonly Servable[], options?: RunnerOptions): Promise<Runner>;
  /** Asks for a fork, and gives the answer. */
  fork(appId: string, body: ForkBody): Promise<{ readonly status: number; readonly answer: ForkAnswer }>;
  control(appId: string, action: object): Promise<Response>;
  /** Resolves with a fork when it stands as wanted. */
  until(appId: string, statuses?: readonly JobSummary["status"][]): Promise<JobSummary>;
  /** The records of an application. */
  records(appId: string): Promise<readonly LogRecord[]>;
  /** The files of an application, byte by byte. */
  files(appId: string): Readonly<Record<string, string>>;
}

const project = "world";

/** Makes it; it goes when the test is over. */
export function runnerWorld(recorded: Pick<LocalTrackerOptions, "redact" | "classes"> = {}): RunnerWorld {
  const dir = mkdtempSync(join(tmpdir(), "burr-runner-"));
  const tracker = localTracker({ project, dir, code: false, ...recorded });
  const store = openStore(localLogs(dir));
  const server = testServer({ store, runnerTokens: [runnerToken] });
  const runners: Runner[] = [];
  onTestFinished(async () => {
    for (const runner of runners) await runner.close();
    await server.server.close();
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const runPath = (appId: string): string => `/api/v1/projects/${project}/runs/~/${encodeURIComponent(appId)}`;
  return {
    server,
    store,
    tracker,
    dir,
    async serve(apps, options = {}) {
      const to = (url: string, init: RequestInit): Promise<Response> => server.server.fetch(new Request(url, init));
      const runner = await serveRunner(apps, {
        url: origin,
        token: runnerToken,
        fetch: to,
        onError: () => {},
        ...options,
      });
      runners.push(runner);
      return runner;
    },
    async fork(appId, body) {
      await tracker.flush();
      const response = await server.send("POST", `${runPath(appId)}/forks`, body);
      return {
        status: response.status,
        answer: (await response.json()) as ForkAnswer,
      };
    },
    control: (appId, action) => server.send("POST", `${runPath(appId)}/control`, action),
    async until(appId, statuses = ["done", "failed"]) {
      for (;;) {
        const { jobs } = (await server.json("/api/v1/runners")) as RunnersView;
        const job = jobs.find(({ app_id: id }) => id === appId);
        if (job !== undefined && statuses.includes(job.status)) return job;
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
      }
    },
    async records(appId) {
      await tracker.flush();
      const run = await store.run({
        project,
        appId,
        partitionKey: null,
      });
      const records: LogRecord[] = [];
      if (run !== undefined) for await (const record of run.records()) records.push(record);
      return records;
    },
    files(appId) {
      const folder = join(dir, project, appId);
      return Object.fromEntries(
        readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString("latin1")]),
      );
    },
  };
}

/** What a log says that a run did: its steps, how each ended, and what was chosen behind it. */
export function traceOf(records: readonly LogRecord[], from = -1): readonly object[] {
  const trace: object[] = [];
  for (const record of records) {
    if (record.type === "end_entry" && record.sequence_id >= from) {
      const { sequence_id: id, action, result, status = "completed", error = null } = record;
      trace.push({ id, action, result, status, error });
    }
    if (record.type === "transition" && record.sequence_id >= from) {
      trace.push({ id: record.sequence_id, to: record.to, tried: record.tried });
    }
    if (record.type === "access" && record.sequence_id >= from) {
      trace.push({ id: record.sequence_id, read: record.read.toSorted(), wrote: record.wrote.toSorted() });
    }
  }
  return trace;
}
