import { BurrError } from "@burrjs/core";
import { type ClassCodec, valueCodec } from "@burrjs/core/persist";
import type { RunnerApplication, RunnerHello } from "@burrjs/protocol";
import { systemClock } from "../http/clock.ts";
import type { Clock } from "../http/clock.ts";
import type { Fetch } from "../http/http-post.ts";
import { machine } from "../machine/machine.ts";
import { randomId } from "../machine/random-id.ts";
import { Connection } from "./connection.ts";
import { trackingOf, untracked } from "../record/fork-notes.ts";
import { describeApp, type Served } from "./describe-app.ts";
import { JobRunner } from "./job-runner.ts";
import { isRunnerError } from "./runner-error.ts";
import type { AppFactory, Servable, ServedApp } from "./served-app.ts";

/** How applications are served. */
export interface RunnerOptions {
  /** The address of the server. Default: `$BURR_RUNNER_URL`, or `http://127.0.0.1:7241`. */
  readonly url?: string;
  /** The token for runners, which the server prints. Default: `$BURR_RUNNER_TOKEN`. */
  readonly token?: string;
  /** The project whose runs are forked. Default: the one that the tracker of the application records it under. */
  readonly project?: string;
  /** What people see. Default: the name of the program. */
  readonly name?: string;
  /**
   * Where the application is, as `--app` of commands takes it: `./src/app.ts#app`. The page proposes commands with it. Of several
   * applications a list, in their order. Default: not known.
   */
  readonly source?: string | readonly (string | undefined)[];
  /** Codecs of classes whose instances are in state, inputs and such. Default: those of the tracker. */
  readonly classes?: readonly ClassCodec[];
  /** How many forks run at once; others wait. Default: 8. */
  readonly maxRuns?: number;
  /** How many steps a fork makes at a time: then it waits for somebody to let it go on. Default: 1,000. */
  readonly maxSteps?: number;
  /** Ends the runner, as `close()` does. */
  readonly signal?: AbortSignal;
  readonly fetch?: Fetch;
  /** Told when the connection is lost, or when the server does not take the runner any more. Default: printed. */
  readonly onError?: (error: unknown) => void;
  readonly clock?: Clock;
}

/** Applications that can be forked from the page. */
export interface Runner extends AsyncDisposable {
  /** What names it there. */
  readonly id: string;
  readonly applications: readonly RunnerApplication[];
  /** Whether the server knows it at the moment. */
  readonly isConnected: boolean;
  /** Resolves when it is closed; rejects when the server does not take it any more. */
  readonly closed: Promise<void>;
  /** Ends its runs, and the connection. */
  close(): Promise<void>;
}

/**
 * Serves applications to the page: from there, runs of them can be forked, stepped through and answered. The runner connects to the
 * server, and not the other way round; forks run in this process, with the code, the tracker and the persister of the application.
 *
 * A connection that breaks is made again after growing pauses; until then its runs go on. The process stays alive meanwhile.
 *
 * @param apps - An application, several ones, or a function that makes one for each fork.
 * @param options - Which server; all has a default.
 * @returns The runner, once the server has taken it, or has turned out not to be there: then it is tried again.
 * @throws `invalid-option` without a token or a project; `refused` when the server does not take it.
 */
export async function serveRunner(apps: Servable | readonly Servable[], options: RunnerOptions = {}): Promise<Runner> {
  const { maxRuns = 8, maxSteps = 1000, clock = systemClock, onError = print, name = programName() } = options;
  const server = {
    url: options.url ?? variable("BURR_RUNNER_URL") ?? "http://127.0.0.1:7241",
    token: options.token ?? variable("BURR_RUNNER_TOKEN") ?? "",
    fetch: options.fetch,
    clock,
  };
  if (server.token === "") throw invalid("token", "is missing: the server prints one for runners. Pass it, or set BURR_RUNNER_TOKEN"); // prettier-ignore
  const served = await Promise.all(listOf(apps).map((one, index) => describe(one, index, options)));
  const { host = "", pid, runtime } = machine;
  const applications = served.map(({ application }) => application);
  const hello: Omit<RunnerHello, "jobs" | "forks"> = {
    runner_id: randomId(16),
    name,
    pid,
    host,
    runtime,
    applications,
  };
  const jobs = new JobRunner({ served, maxRuns, maxSteps, server, runnerId: hello.runner_id });
  const connection = new Connection({ server, jobs, hello, onError });
  const stop = (): void => void close();
  async function close(): Promise<void> {
    options.signal?.removeEventListener("abort", stop);
    await jobs.close();
    await connection.close();
  }
  options.signal?.addEventListener("abort", stop, { once: true });
  if (options.signal?.aborted === true) await close();
  await connection.tried;
  return {
    id: hello.runner_id,
    applications,
    get isConnected() {
      return connection.isOpen;
    },
    closed: connection.ended,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function describe(one: Servable, index: number, { project, classes, source }: RunnerOptions): Promise<Served> {
  const make: AppFactory = typeof one === "function" ? one : () => one;
  const example: ServedApp = await make({ appId: "runner", partitionKey: null });
  const application = describeApp(example, project, typeof source === "string" ? source : source?.[index]);
  const tracking = trackingOf(example.graph);
  const codec = classes === undefined ? (tracking?.codec ?? valueCodec()) : valueCodec({ classes });
  if (application !== undefined)
    return { application, make, codec, tracking: tracking ?? untracked(application.project, codec) };
  throw invalid("project", "is missing: the application has no tracker of this package that would tell. Without a tracker its forks cannot be looked at"); // prettier-ignore
}

function listOf(apps: Servable | readonly Servable[]): readonly Servable[] {
  const list = isList(apps) ? apps : [apps];
  if (list.length > 0) return list;
  throw invalid("apps", "is an empty list");
}

function isList(apps: Servable | readonly Servable[]): apps is readonly Servable[] {
  return Array.isArray(apps);
}

function invalid(option: string, what: string): BurrError {
  return new BurrError("invalid-option", `The option "${option}" of serveRunner() ${what}.`, { option });
}

function variable(name: string): string | undefined {
  const value = typeof process === "object" ? process.env[name] : undefined;
  return value === "" ? undefined : value;
}

function programName(): string {
  const path = typeof process === "object" ? process.argv[1] : undefined;
  return path?.split(/[\\/]/).at(-1) ?? "app";
}

function print(error: unknown): void {
  const what = isRunnerError(error) && error.code === "refused" ? "The runner has ended:" : "The runner has lost the server, and tries again:"; // prettier-ignore
  console.error(what, error instanceof Error ? error.message : error);
}
