import type { RunSummary, StepRow } from "@burrjs/protocol";
import type { LogStore, RunRef, RunView } from "@burrjs/server/store";
import { CliError, invalidArgument } from "../cli-error.ts";
import { countText } from "../terminal/quantities.ts";
import { allRuns } from "./all-items.ts";
import { parseRunTarget, parseStep, type RunTarget } from "./run-target.ts";

/** How an application is looked for. */
export interface FindOptions {
  /** Only in this partition. */
  readonly partition?: string | undefined;
}

/** An application that was found, and what is behind its `@`. */
export interface FoundRun {
  readonly view: RunView;
  readonly at: string | undefined;
}

/**
 * The application that was asked for: by its id, by the beginning of it, or as the `latest` of its project.
 *
 * @throws `not-found`, which names what is close, and `ambiguous-run`.
 */
export async function findRun(store: LogStore, text: string, options: FindOptions = {}): Promise<FoundRun> {
  const target = parseRunTarget(text);
  const { project, app, at } = target;
  // An id may end in what looks like a step: then the id is meant.
  const whole = at === undefined ? undefined : await exactRun(store, target, `${app}@${at}`, options);
  if (whole !== undefined) return { view: whole, at: undefined };
  const exact = await exactRun(store, target, app, options);
  if (exact !== undefined) return { view: exact, at };
  const summary = await searched(store, target, options);
  const view = await store.run({ project, appId: summary.app_id, partitionKey: summary.partition_key });
  if (view === undefined) throw await unknownRun(store, target);
  return { view, at };
}

/**
 * The application that was asked for, for what goes through all of it: a step behind its `@` is refused, and not passed over.
 *
 * @throws As `findRun()` does, and `invalid-argument`.
 */
export async function findWholeRun(store: LogStore, text: string, options: FindOptions = {}): Promise<RunView> {
  const { view, at } = await findRun(store, text, options);
  if (at === undefined) return view;
  throw invalidArgument("run", `This is done with whole runs, and not with a step: leave "@${at}" out.`);
}

/** The row of the step behind the `@`; `@last` is also what it is without one, if `byDefault` says so. */
export async function findStep({ view, at }: FoundRun, byDefault?: "last"): Promise<StepRow> {
  const name = nameOf(view.ref);
  if (at === undefined && byDefault === undefined) {
    throw invalidArgument("step", `Which step? Write ${name}@12, or ${name}@last; "burr show ${name}" lists them.`);
  }
  const step = parseStep(at ?? "last");
  if (typeof step === "string") {
    const { items } = await view.steps({ limit: 1, direction: step === "last" ? "back" : "forward" });
    const [row] = items;
    if (row === undefined) throw new CliError("not-found", `${name} has no steps yet.`, { what: "step" });
    return row;
  }
  const detail = await view.step(step.sequenceId, step.repeat);
  if (detail !== undefined) return detail;
  const { first_sequence_id: first, last_sequence_id: last, steps } = await view.header();
  const known = first === null || last === null ? "It has none." : `It has ${countText(steps)}, from ${first} to ${last}.`; // prettier-ignore
  throw new CliError("not-found", `${name} has no step ${at ?? ""}. ${known}`, { what: "step" });
}

/** How an application is written on the command line. */
export function nameOf({ project, appId }: RunRef): string {
  return `${project}/${appId}`;
}

/** The error of a project that does not exist. */
export async function unknownProject(store: LogStore, project: string): Promise<CliError> {
  const known = (await store.projects()).map((one) => one.project);
  const close = known.filter((one) => one.toLowerCase().includes(project.toLowerCase()));
  const listed = (close.length > 0 ? close : known).slice(0, 8).join(", ");
  const rest = known.length === 0 ? "There are none yet: track an application, or try \"burr demo\"." : `There are: ${listed}.`; // prettier-ignore
  return new CliError("not-found", `There is no project "${project}". ${rest}`, { what: "project" });
}

async function exactRun(
  store: LogStore,
  { project }: RunTarget,
  appId: string,
  { partition }: FindOptions,
): Promise<RunView | undefined> {
  return await store.run({ project, appId, partitionKey: partition ?? null });
}

async function searched(store: LogStore, target: RunTarget, { partition }: FindOptions): Promise<RunSummary> {
  const { project, app } = target;
  const partitionKey = partition === undefined ? {} : { partitionKey: partition };
  if (app === "latest") {
    const page = await store.runs(project, { limit: 1, sort: "-last_written_ms", ...partitionKey });
    if (page === undefined) throw await unknownProject(store, project);
    const [latest] = page.items;
    if (latest === undefined) throw new CliError("not-found", `The project "${project}" has no runs yet.`, { what: "run" }); // prettier-ignore
    return latest;
  }
  const runs = await allRuns(store, project, partitionKey);
  if (runs === undefined) throw await unknownProject(store, project);
  const [exact, prefixed]: [RunSummary[], RunSummary[]] = [[], []];
  for await (const run of runs) {
    if (run.app_id === app) exact.push(run);
    else if (run.app_id.startsWith(app)) prefixed.push(run);
  }
  const found = exact.length > 0 ? exact : prefixed;
  const [one, other] = found;
  if (one === undefined) throw await unknownRun(store, target);
  if (other === undefined) return one;
  const candidates = found.slice(0, 5).map((run) => describe(project, run));
  const more = found.length > 5 ? `\n  … and ${found.length - 5} more` : "";
  throw new CliError(
    "ambiguous-run",
    `"${target.text}" could be several runs:\n${candidates.map((line) => `  ${line}`).join("\n")}${more}\nWrite more of the id, or choose with --partition.`,
    { candidates },
  );
}

function describe(project: string, { app_id: appId, partition_key: partition }: RunSummary): string {
  return `${project}/${appId}${partition === null ? "" : ` --partition ${JSON.stringify(partition)}`}`;
}

async function unknownRun(store: LogStore, { project, app }: RunTarget): Promise<CliError> {
  const page = await store.runs(project, { limit: 3, sort: "-last_written_ms" });
  if (page === undefined) return await unknownProject(store, project);
  const recent = page.items.map((run) => run.app_id).join(", ");
  const latest = recent === "" ? "It has no runs yet." : `The latest are: ${recent}.`;
  const hint = app.includes("@") ? `${latest} Behind an @ stands a step: @12, @first, @last, or @3..9.` : latest;
  return new CliError("not-found", `The project "${project}" has no run "${app}". ${hint} "burr list ${project}" shows all.`, { what: "run" }); // prettier-ignore
}
