import { access, mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import type { RunView } from "@burrjs/server/store";
import { type Command, Option } from "commander";
import type { Cli } from "../cli.ts";
import { CliError, invalidArgument } from "../cli-error.ts";
import { declareCommand, type GlobalOptions } from "../command-line.ts";
import { findRun, findStep, type FoundRun, nameOf } from "../logs/find-run.ts";
import { withLogs } from "../logs/open-logs.ts";
import { type RecordedStep, recordedSteps } from "../logs/recorded-steps.ts";
import { parseStepRange } from "../logs/run-target.ts";
import { collected } from "../logs/all-items.ts";
import { type AppOption, moduleFile, parseApp } from "../replay/app-option.ts";
import { appendCase, burrCase } from "../test-case/burr-cases.ts";
import { type Made, pathFixture, unitFixture, untestable } from "../test-case/fixture.ts";
import { pathTestSource, type TestSource, unitTestSource } from "../test-case/test-source.ts";
import { manyText } from "../terminal/quantities.ts";

interface TestCaseOptions extends GlobalOptions {
  readonly app?: AppOption;
  readonly codec?: AppOption;
  readonly out?: string;
  readonly format: "vitest" | "burr";
  readonly fixed?: boolean;
  readonly force?: boolean;
  readonly partition?: string;
  readonly json?: boolean;
}

/** `burr test-case`: a test out of what was recorded. */
export function addTestCase(program: Command, cli: Cli): void {
  declareCommand(program, "test-case <step>", {
    description:
      "Write a test for Vitest, with its fixture, from a recorded step (what the action did) or from several (which way the run took).",
    examples: [
      ["burr test-case chat/7f3a@12 --app ./src/app.ts#app", "the action of step 12 does what it did then"],
      [
        "burr test-case chat/7f3a@41 --fixed --app ./src/app.ts#app",
        "the action that failed in step 41 does not fail any more",
      ],
      ["burr test-case chat/7f3a@3..9 --app ./src/app.ts#app --out tests", "the run takes the same way"],
      ["burr test-case chat/7f3a@12 --format burr --out cases.json", "a case for Burr for Python"],
    ],
    exits: { 1: "there is no such run or step, it cannot be tested, or the file is there already" },
  })
    .option("--app <module#export>", "your application, its graph, or a function that gives one", parseApp)
    .option("--codec <module#export>", "a value codec for values of classes of yours", parseApp)
    .option("-o, --out <path>", "the folder, or the file; default: here, named after the action")
    .addOption(
      new Option("--format <format>", "vitest, or the list of cases of Burr for Python")
        .choices(["vitest", "burr"])
        .default("vitest"),
    ) // prettier-ignore
    .option("--fixed", "of a step that failed: expect that it does not fail any more, and not the same error")
    .option("--force", "write over files that are there")
    .option("-p, --partition <key>", "the run of this partition")
    .option("--json", "print what was written as JSON")
    .action(async (target: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<TestCaseOptions>();
      await withLogs(cli, options.dir, async ({ store }) => {
        const found = await findRun(store, target, options);
        const range = parseStepRange(found.at ?? "");
        if (options.fixed === true && (options.format === "burr" || range !== undefined)) throw invalidArgument("--fixed", "--fixed is for one step that failed, and for Vitest."); // prettier-ignore
        if (options.format === "burr") await writeBurrCase(cli, found, options);
        else if (range === undefined) await writeUnit(cli, found, options);
        else await writePath(cli, found.view, { range, options });
      });
    });
}

async function stepOf(found: FoundRun): Promise<RecordedStep> {
  const row = await findStep(found);
  const span = { from: row.sequence_id, to: row.sequence_id };
  for await (const step of recordedSteps(found.view, span)) if (step.repeat === row.repeat) return step;
  throw new CliError("not-recorded", `The beginning of step ${row.sequence_id} cannot be read in the log.`, { what: "step" }); // prettier-ignore
}

async function writeUnit(cli: Cli, found: FoundRun, options: TestCaseOptions): Promise<void> {
  const step = await stepOf(found);
  const name = nameOf(found.view.ref);
  const why = untestable(step);
  if (why !== undefined) throw new CliError("not-recorded", `Step ${step.sequenceId} of ${name} makes no test: ${why}.`, { what: "step" }); // prettier-ignore
  const isFixed = options.fixed === true;
  if (isFixed && step.status !== "failed") throw invalidArgument("--fixed", `Step ${step.sequenceId} of ${name} did not fail: leave out --fixed.`); // prettier-ignore
  const made = unitFixture(step, { name, keys: await keysOf(found.view, step), isFixed });
  const does = isFixed ? "does not fail as it did" : "does what it did";
  const title = `${step.action} ${does} in step ${step.sequenceId} of ${name}`;
  await writeTest(cli, made, { title, stem: `${step.action}-${step.sequenceId}`, options, text: unitTestSource });
}

/** The keys of state that an action reads and writes, by the graph of the log; all there are, where it has none. */
async function keysOf(view: RunView, step: RecordedStep): Promise<readonly string[]> {
  const model = await view.graph();
  const action = model?.actions.find(({ name }) => name === step.action);
  if (action === undefined) return Object.keys(step.before ?? {});
  return [...action.reads, ...action.writes, ...(action.may_write ?? [])];
}

interface PathCall {
  readonly range: NonNullable<ReturnType<typeof parseStepRange>>;
  readonly options: TestCaseOptions;
}

async function writePath(cli: Cli, view: RunView, { range, options }: PathCall): Promise<void> {
  const name = nameOf(view.ref);
  const span = { from: range.from, to: range.to === "last" ? Number.POSITIVE_INFINITY : range.to };
  const all = await collected(recordedSteps(view, span));
  // Behind a step that waits for somebody, or was cut short, a test cannot go on.
  const end = all.findIndex(({ status, role }) => status === "suspended" || status === "aborted" || status === "unfinished" || role !== undefined); // prettier-ignore
  const steps = end < 0 ? all : all.slice(0, all[end]?.status === "suspended" ? end + 1 : end);
  if (steps[0]?.before === undefined) {
    throw new CliError("not-recorded", `${name} has no steps there that a test can run${end < 0 ? "" : `: step ${all[end]?.sequenceId} cannot be run by itself`}.`, { what: "step" }); // prettier-ignore
  }
  if (steps.length < all.length) cli.note(`The path ends with step ${steps.at(-1)?.sequenceId}: what comes next needs somebody's answer, or was cut short.`); // prettier-ignore
  const made = pathFixture(name, steps);
  const [from, to] = [steps[0].sequenceId, steps.at(-1)?.sequenceId ?? 0];
  const title = `the run goes the way that ${name} went in steps ${from} to ${to}`;
  await writeTest(cli, made, { title, stem: `path-${from}-${to}`, options, text: pathTestSource });
}

interface TestCall {
  readonly title: string;
  readonly stem: string;
  readonly options: TestCaseOptions;
  readonly text: (source: TestSource) => string;
}

async function writeTest(
  cli: Cli,
  { fixture, missing }: Made<{ readonly recorded: string }>,
  { title, stem, options, text }: TestCall,
): Promise<void> {
  const { out = ".", app, codec, force = false, json = false } = options;
  const place = resolve(cli.cwd, out);
  const isFile = /\.[cm]?[jt]s$/.test(place);
  const testFile = isFile ? place : join(place, `${safeName(stem)}.test.ts`);
  const fixtureFile = testFile.replace(/(?:\.test|\.spec)?\.[cm]?[jt]s$/, ".json");
  const folder = dirname(testFile);
  await refuseExisting([testFile, fixtureFile], force);
  const source: TestSource = {
    title,
    recorded: fixture.recorded,
    fixtureFile: relative(folder, fixtureFile),
    app: app === undefined ? undefined : imported(app, cli.cwd, folder),
    codec: codec === undefined ? undefined : imported(codec, cli.cwd, folder),
    hasMissing: missing.length > 0,
  };
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(fixtureFile, `${JSON.stringify(fixture, null, 2)}\n`);
    await writeFile(testFile, text(source));
  } catch (error) {
    throw new CliError("unusable-file", `${testFile} cannot be written. Name another place with --out.`, { path: testFile }, { cause: error }); // prettier-ignore
  }
  if (json) cli.printJson({ test: testFile, fixture: fixtureFile, missing });
  else {
    cli.print(testFile, fixtureFile);
    if (missing.length > 0) cli.note(`${manyText(missing.length, "value")} ${missing.length === 1 ? "was" : "were"} not recorded (redacted, say): ${missing.slice(0, 5).join(", ")}. See the note in the test.`); // prettier-ignore
    if (app === undefined)
      cli.note("The test needs your application: see TODO in it, or name it with --app ./src/app.ts#app.");
  }
}

async function writeBurrCase(cli: Cli, found: FoundRun, { out, json = false }: TestCaseOptions): Promise<void> {
  // prettier-ignore
  const one = burrCase(found.view.ref.appId, await stepOf(found));
  if (out === undefined || json) cli.printJson(out === undefined ? [one] : one);
  if (out === undefined) return;
  const path = resolve(cli.cwd, out);
  await appendCase(path, one);
  cli.note(`Added "${one.name}" to ${path}.`);
}

/** The code as a file in `folder` imports it. */
function imported(app: AppOption, cwd: string, folder: string): AppOption {
  const file = moduleFile(app, cwd);
  if (resolve(cwd, app.module) !== file) return app; // a package
  const path = relative(folder, file).replaceAll("\\", "/");
  return { ...app, module: path.startsWith(".") ? path : `./${path}` };
}

async function refuseExisting(paths: readonly string[], force: boolean): Promise<void> {
  if (force) return;
  for (const path of paths) {
    const exists = await access(path).then(
      () => true,
      () => false,
    );
    if (exists) throw new CliError("already-there", `${path} is there already. Write over it with --force, or name another place with --out.`, { path }); // prettier-ignore
  }
}

/** A name of a file, of any text. */
function safeName(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}_-]+/gu, "-").slice(0, 100);
}
