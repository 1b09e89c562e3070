import type { JobReport, RunnerHello, RunnerJob } from "@burrjs/protocol";
import { runnerJobsPath, runnerReportsPath } from "@burrjs/protocol";
import type { TestServer } from "./client.ts";
import { type EventReader, eventReader } from "./event-reader.ts";

/** The secret of runners in tests. */
export const runnerToken = "a-token-of-runners-in-tests-that-is-long";

/** A runner that does what a test says. */
export interface FakeRunner {
  readonly id: string;
  readonly events: EventReader;
  /** The next job. */
  job(): Promise<RunnerJob>;
  report(...reports: readonly JobReport[]): Promise<Response>;
  /** Leaves without a word. */
  leave(): Promise<void>;
}

/** What a runner says of itself, of the demo application unless a test says otherwise. */
export function helloOf(more: Partial<RunnerHello> = {}): RunnerHello {
  return {
    runner_id: "runner-1",
    name: "app.ts",
    pid: 4121,
    host: "here",
    runtime: "node 24",
    applications: [
      {
        project: "demo",
        graph_hash: "abc",
        actions: ["step0", "step1", "send"],
        entrypoint: "step0",
        side_effects: ["send"],
        source: "./app.ts#app",
      },
    ],
    jobs: [],
    ...more,
  };
}

/** Sends JSON with the token of runners. */
export function sendAsRunner(server: TestServer, path: string, body: unknown, token = runnerToken): Promise<Response> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  return server.bare(path, { method: "POST", headers, body: JSON.stringify(body) });
}

/** Connects a runner. */
export async function fakeRunner(server: TestServer, more: Partial<RunnerHello> = {}): Promise<FakeRunner> {
  const hello = helloOf(more);
  const response = await sendAsRunner(server, runnerJobsPath, hello);
  if (!response.ok) throw new Error(`Refused: ${await response.text()}`);
  const events = eventReader(response);
  const [welcome] = await events.take(1);
  if (welcome?.event !== "welcome") throw new Error("There was no welcome.");
  return {
    id: hello.runner_id,
    events,
    async job() {
      const [sent] = await events.take(1);
      if (sent?.event !== "job") throw new Error(`No job came, but ${sent?.event}.`);
      return sent.data as RunnerJob; // as the server sends it
    },
    report: (...reports) => sendAsRunner(server, runnerReportsPath, { runner_id: hello.runner_id, reports }),
    leave: () => events.close(),
  };
}
