import { access, mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { type RecordedStep, recordedSteps } from "@burrjs/server/store";
import { type CodeExport, type NoTest, testCase, type TestCaseOptions } from "@burrjs/server/test-case";
import { type Command, Option } from "commander";
import type { Cli } from "../cli.ts";
import { CliError, invalidArgument } from "../cli-error.ts";
import { declareCommand, type GlobalOptions } from "../command-line.ts";
import { findRun, findStep, type FoundRun } from "../logs/find-run.ts";
import { withLogs } from "../logs/open-logs.ts";
import { parseStepRange } from "../logs/run-target.ts";
import { moduleFile, parseApp } from "../replay/app-option.ts";
import { appendCase, burrCase } from "../test-case/burr-cases.ts";
import { manyText } from "../terminal/quantities.ts";

interface TestOptions extends GlobalOptions {
  readonly app?: CodeExport;
  readonly codec?: CodeExport;
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
      const options = command.optsWithGlobals<TestOptions>();
      await withLogs(cli, options.dir, async ({ store }) => {
        const found = await findRun(store, target, options);
        const isPath = parseStepRange(found.at ?? "") !== undefined;
        if (options.fixed === true && (options.format === "burr" || isPath)) throw invalidArgument("--fixed", "--fixed is for one step that failed, and for Vitest."); // prettier-ignore
        if (options.format === "burr") await writeBurrCase(cli, found, options);
        else await writeTest(cli, found, options);
      });
    });
}

async function stepOf(found: FoundRun): Promise<RecordedStep> {
  const row = await findStep(found);
  const span = { from: row.sequence_id, to: row.sequence_id };
  for await (const step of recordedSteps(found.view, span)) if (step.repeat === row.repeat) return step;
  throw new CliError("not-recorded", `The beginning of step ${row.sequence_id} cannot be read in the log.`, { what: "step" }); // prettier-ignore
}

async function testedSteps(found: FoundRun, isFixed: boolean): Promise<TestCaseOptions["of"]> {
  const range = parseStepRange(found.at ?? "");
  if (range !== undefined) return { ...range, to: range.to === "last" ? Number.POSITIVE_INFINITY : range.to };
  const { sequence_id: sequenceId, repeat } = await findStep(found);
  return { sequenceId, repeat, isFixed };
}

async function writeTest(cli: Cli, found: FoundRun, options: TestOptions): Promise<void> {
  const { out = ".", app, codec, force = false, json = false, fixed = false } = options;
  const place = resolve(cli.cwd, out);
  const isFile = /\.[cm]?[jt]s$/.test(place);
  const folder = isFile ? dirname(place) : place;
  const made = await testCase(found.view, {
    of: await testedSteps(found, fixed),
    app: app && imported(app, cli.cwd, folder),
    codec: codec && imported(codec, cli.cwd, folder),
    testFile: isFile ? basename(place) : undefined,
  });
  if ("refusal" in made) throw refused(made);
  const [testFile, fixtureFile] = [join(folder, made.testFile), join(folder, made.fixtureFile)];
  await refuseExisting([testFile, fixtureFile], force);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(fixtureFile, made.fixture);
    await writeFile(testFile, made.test);
  } catch (error) {
    throw new CliError("unusable-file", `${testFile} cannot be written. Name another place with --out.`, { path: testFile }, { cause: error }); // prettier-ignore
  }
  const { missing, cutAt } = made;
  if (cutAt !== null) cli.note(`The path ends with step ${cutAt}: what comes next needs somebody's answer, or was cut short.`); // prettier-ignore
  if (json) cli.printJson({ test: testFile, fixture: fixtureFile, missing });
  else {
    cli.print(testFile, fixtureFile);
    if (missing.length > 0) cli.note(`${manyText(missing.length, "value")} ${missing.length === 1 ? "was" : "were"} not recorded (redacted, say): ${missing.slice(0, 5).join(", ")}. See the note in the test.`); // prettier-ignore
    if (app === undefined)
      cli.note("The test needs your application: see TODO in it, or name it with --app ./src/app.ts#app.");
  }
}

function refused({ refusal, message }: NoTest): CliError {
  return refusal === "not-failed"
    ? invalidArgument("--fixed", `${message} Leave out --fixed.`)
    : new CliError("not-recorded", message, { what: "step" });
}

async function writeBurrCase(cli: Cli, found: FoundRun, { out, json = false }: TestOptions): Promise<void> {
  // prettier-ignore
  const one = burrCase(found.view.ref.appId, await stepOf(found));
  if (out === undefined || json) cli.printJson(out === undefined ? [one] : one);
  if (out === undefined) return;
  const path = resolve(cli.cwd, out);
  await appendCase(path, one);
  cli.note(`Added "${one.name}" to ${path}.`);
}

/** The code as a file in `folder` imports it. */
function imported(app: CodeExport, cwd: string, folder: string): CodeExport {
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
