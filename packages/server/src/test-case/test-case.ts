import { type RecordedStep, recordedSteps, type StepSpan } from "../store/steps/recorded-steps.ts";
import type { RunView } from "../store/store.ts";
import type { CodeExport } from "./code-export.ts";
import { type Made, pathFixture, unitFixture, untestable } from "./fixture.ts";
import { pathTestSource, type TestSource, unitTestSource } from "./test-source.ts";

/** A recorded step, of which a test is made: its action does what it did. */
export interface TestedStep {
  readonly sequenceId: number;
  /** Which of those with this id, 0 being the first. Default: the last. */
  readonly repeat?: number;
  /** Of a step that failed: expect that it does not fail any more, and not the same error. */
  readonly isFixed?: boolean;
}

/** How a test is made. */
export interface TestCaseOptions {
  /** One step, or a path of them: the run takes the same way. */
  readonly of: TestedStep | StepSpan;
  /** The code, as the test imports it. Default: a note in the test asks for it. */
  readonly app?: CodeExport | undefined;
  /** A codec for values of classes of the user, in the same way. */
  readonly codec?: CodeExport | undefined;
  /** The name of the test's file; the fixture's is made of it. Default: after what is tested. */
  readonly testFile?: string | undefined;
  /** The most characters that the fixture may have. Default: any. */
  readonly mostLength?: number;
}

/** A test for Vitest, and its fixture. */
export interface TestCase {
  /** Its name, without a folder. */
  readonly testFile: string;
  readonly test: string;
  /** In the same folder. */
  readonly fixtureFile: string;
  readonly fixture: string;
  /** Where in the fixture values are that the log does not tell, redacted ones say: JSON Pointers. */
  readonly missing: readonly string[];
  /** The last step of a path that ends before it was to: what comes next waits for somebody, or was cut short. */
  readonly cutAt: number | null;
}

/** Why there is no test. */
export interface NoTest {
  /** `no-step`: there is none in the log; `not-failed`: it works already; `too-large`: the fixture would be. */
  readonly refusal: "no-step" | "not-failed" | "not-testable" | "too-large";
  /** In a sentence, without values of the log. */
  readonly message: string;
}

/** What is known before there are files of it. */
interface Draft extends Made<{ readonly recorded: string }> {
  readonly title: string;
  /** What a file of it is called. */
  readonly stem: string;
  readonly text: (source: TestSource) => string;
  readonly cutAt: number | null;
}

/** A test of what an application has recorded, or why there is none. */
export async function testCase(view: RunView, options: TestCaseOptions): Promise<TestCase | NoTest> {
  const { of, mostLength = Number.POSITIVE_INFINITY } = options;
  const draft = "from" in of ? await pathDraft(view, of, mostLength) : await stepDraft(view, of);
  if ("refusal" in draft) return draft;
  const fixture = `${JSON.stringify(draft.fixture, null, 2)}\n`;
  return fixture.length > mostLength ? tooLarge(mostLength) : written(draft, fixture, options);
}

function written(draft: Draft, fixture: string, { app, codec, testFile }: TestCaseOptions): TestCase {
  const { missing, cutAt, title, text } = draft;
  const name = testFile ?? `${safeName(draft.stem)}.test.ts`;
  const fixtureFile = name.replace(/(?:\.test|\.spec)?\.[cm]?[jt]s$/, ".json");
  const { recorded } = draft.fixture;
  const test = text({ title, recorded, fixtureFile, app, codec, hasMissing: missing.length > 0 });
  return { testFile: name, test, fixtureFile, fixture, missing, cutAt };
}

async function stepDraft(
  view: RunView,
  { sequenceId: id, repeat, isFixed = false }: TestedStep,
): Promise<Draft | NoTest> {
  const step = await stepOf(view, id, repeat);
  if (step === undefined)
    return { refusal: "no-step", message: `The beginning of step ${id} cannot be read in the log.` };
  const why = untestable(step);
  if (why !== undefined) return { refusal: "not-testable", message: `Step ${id} makes no test: ${why}.` };
  if (isFixed && step.status !== "failed") return { refusal: "not-failed", message: `Step ${id} did not fail.` };
  const name = nameOf(view);
  return {
    ...unitFixture(step, { name, keys: await keysOf(view, step), isFixed }),
    title: `${step.action} ${isFixed ? "does not fail as it did" : "does what it did"} in step ${id} of ${name}`,
    stem: `${step.action}-${id}`,
    text: unitTestSource,
    cutAt: null,
  };
}

async function stepOf(view: RunView, id: number, repeat: number | undefined): Promise<RecordedStep | undefined> {
  let last: RecordedStep | undefined;
  for await (const step of recordedSteps(view, { from: id, to: id })) {
    if (step.repeat === repeat) return step;
    last = step;
  }
  return repeat === undefined ? last : undefined;
}

/** The keys of state that an action reads and writes, by the graph of the log; all there are, where it has none. */
async function keysOf(view: RunView, step: RecordedStep): Promise<readonly string[]> {
  const model = await view.graph();
  const action = model?.actions.find(({ name }) => name === step.action);
  if (action === undefined) return Object.keys(step.before ?? {});
  return [...action.reads, ...action.writes, ...(action.may_write ?? [])];
}

async function pathDraft(view: RunView, span: StepSpan, mostLength: number): Promise<Draft | NoTest> {
  const steps: Pick<RecordedStep, "action" | "inputs">[] = [];
  let [first, last, next]: (RecordedStep | undefined)[] = [];
  let length = 0;
  for await (const step of recordedSteps(view, span)) {
    next = step;
    if (!isWithin(step) || (last !== undefined && !goesOn(last))) break;
    next = undefined;
    first ??= step;
    last = step;
    steps.push({ action: step.action, inputs: step.inputs });
    // Of a long path, what is known of it so far: the rest needs no look.
    if (Number.isFinite(mostLength)) length += JSON.stringify(step.inputs).length + step.action.length;
    if (length > mostLength) return tooLarge(mostLength);
  }
  if (first?.before === undefined || last === undefined) return noPath(next);
  const name = nameOf(view);
  const [from, to] = [first.sequenceId, last.sequenceId];
  return {
    ...pathFixture({ recorded: `${name}@${from}..${to}`, steps, before: first.before, after: last.after }),
    title: `the run goes the way that ${name} went in steps ${from} to ${to}`,
    stem: `path-${from}-${to}`,
    text: pathTestSource,
    cutAt: next === undefined ? null : to,
  };
}

/** Whether a test can run a step as one of a path. */
function isWithin({ status, role }: RecordedStep): boolean {
  return status === "suspended" || (role === undefined && status !== "aborted" && status !== "unfinished");
}

/** Behind a step that waits for somebody, a test cannot go on. */
function goesOn({ status }: RecordedStep): boolean {
  return status !== "suspended";
}

function noPath(next: RecordedStep | undefined): NoTest {
  const why = next === undefined ? "" : `: step ${next.sequenceId} cannot be run by itself`;
  return { refusal: "not-testable", message: `There are no steps there that a test can run${why}.` };
}

function tooLarge(mostLength: number): NoTest {
  const most = Math.floor(mostLength / 1024 / 1024);
  return { refusal: "too-large", message: `The fixture of this test is larger than ${most} MB.` };
}

function nameOf({ ref: { project, appId } }: RunView): string {
  return `${project}/${appId}`;
}

/** A name of a file, of any text. */
function safeName(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}_-]+/gu, "-").slice(0, 100);
}
