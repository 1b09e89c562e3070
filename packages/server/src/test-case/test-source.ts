import { missingMark } from "@burrjs/protocol";
import type { CodeExport } from "./code-export.ts";

/** What a test file is made of besides its fixture. */
export interface TestSource {
  /** What is tested, in a sentence. */
  readonly title: string;
  /** Where it was recorded. */
  readonly recorded: string;
  /** The file of the fixture, beside the test. */
  readonly fixtureFile: string;
  /** The code: its module as the test imports it. `undefined`: the user has to write that. */
  readonly app: CodeExport | undefined;
  /** A codec for values of classes of the user, in the same way. */
  readonly codec: CodeExport | undefined;
  /** Whether values are missing in the fixture. */
  readonly hasMissing: boolean;
}

/** The text of a test of one action. */
export function unitTestSource(source: TestSource): string {
  return `${head(source, ["type ComposableGraph", "type StepReport"])}
test(${JSON.stringify(source.title)}, async () => {
  const { expected } = recorded;
  const report = await runRecorded();
  if (report.status === "failed" && expected.status !== "failed") throw report.exception;
  expect(report.status).toBe(expected.status);
  if (expected.status === "failed") {
    const { name, message } = report.exception as Error;
    expect({ name, message }).toEqual(expected.error);
  }
  if (!("update" in expected)) return;
  const state: Record<string, unknown> = report.state.toJSON();
  const written = [...new Set(report.delta.map(({ key }) => key))];
  const update = written.filter((key) => key in state).map((key) => [key, state[key]]);
  expect(Object.fromEntries(update)).toEqual(expected.update);
  expect(written.filter((key) => !(key in state))).toEqual(expected.deleted);
  expect(report.result ?? null).toEqual(expected.result);
});

/** Runs the action with the recorded state and inputs, and tells how that ended. */
async function runRecorded(): Promise<StepReport> {
  const graph = { ...(await graphOf(subject)), transitions: [] };
  const reports: StepReport[] = [];
  const b = burr<object>();
  const run = b.action({
    reads: [],
    writes: [],
    async run(_state, _inputs, ctx) {
      const note = (report: StepReport): void => {
        if (report.appId === child.appId) reports.push(report); // not those of runs that it starts
      };
      const hooks = [{ postRunStep: note }];
      const child = await ctx.spawn(graph, { entrypoint: recorded.action, state: recorded.state, proofs, hooks });
      await child.step({ inputs: recorded.inputs }).catch(() => {}); // the report tells how it failed
      return {};
    },
  });
  await b.application({ actions: { run }, transitions: [], entrypoint: "run", state: {} }).run();
  const [report] = reports;
  if (report === undefined) throw new Error("The action did not begin.");
  return report;
}

${tail(source)}`;
}

/** The text of a test of a path. */
export function pathTestSource(source: TestSource): string {
  return `${head(source, ["type ComposableGraph", "type HookStep"])}
test(${JSON.stringify(source.title)}, async () => {
  const { path, keys } = await runRecorded();
  // An action that is among the alternatives of its place is as good as the recorded one.
  const taken = path.map((action, place) => {
    const step = recorded.steps[place];
    return step?.alternatives.includes(action) ? step.action : action;
  });
  expect(taken).toEqual(recorded.steps.map(({ action }) => action));
  expect(keys).toEqual(expect.arrayContaining(recorded.keys));
});

/** Runs as many steps as were recorded, with the inputs of each, from the recorded state on. */
async function runRecorded(): Promise<{ path: string[]; keys: string[] }> {
  const graph = await graphOf(subject);
  const path: string[] = [];
  let keys: string[] = [];
  const b = burr<object>();
  const run = b.action({
    reads: [],
    writes: [],
    async run(_state, _inputs, ctx) {
      const note = ({ appId, action }: HookStep): void => {
        if (appId === child.appId) path.push(action); // not those of runs that it starts
      };
      const hooks = [{ postRunStep: note }];
      const [first] = recorded.steps;
      const child = await ctx.spawn(graph, { entrypoint: first?.action ?? "", state: recorded.state, proofs, hooks });
      while (path.length < recorded.steps.length) {
        const before = path.length;
        const inputs = recorded.steps[before]?.inputs ?? {};
        await child.step({ inputs }).catch(() => {}); // a step that fails is a step of the path as well
        if (path.length === before) break;
      }
      keys = Object.keys(child.state.toJSON());
      return {};
    },
  });
  await b.application({ actions: { run }, transitions: [], entrypoint: "run", state: {} }).run();
  return { path, keys };
}

${tail(source)}`;
}

function head({ recorded, fixtureFile, app, codec, hasMissing }: TestSource, imports: readonly string[]): string {
  const codecImport =
    codec === undefined ? `import { valueCodec } from "@burrjs/core/persist";` : importOf(codec, "codec");
  const subject =
    app === undefined
      ? `\n// TODO: import your application, its graph, or a function that gives one, and put it in here.\nconst subject: unknown = undefined;\n`
      : "";
  return `// Recorded: ${comment(recorded)}. Written by "burr test-case"; change it as you like.
import { readFileSync } from "node:fs";
import { burr, ${imports.join(", ")} } from "@burrjs/core";
${codecImport}
import { expect, test } from "vitest";
${app === undefined ? "" : `${importOf(app, "subject")}\n`}${subject}
${codec === undefined ? `const codec = valueCodec();\n` : ""}const file = new URL(${JSON.stringify(`./${fixtureFile}`)}, import.meta.url);
const recorded = codec.decode(readFileSync(file, "utf8")) as ${fixtureType(imports)};
${hasMissing ? missingText : ""}`;
}

const missingText = `
// What was redacted, or could not be stored, is not known: any value will do. In the state and the inputs, put in what the action needs.
const missing = ${JSON.stringify(missingMark)};
expect.addEqualityTesters([(one, other) => (one === missing || other === missing ? true : undefined)]);
`;

function fixtureType(imports: readonly string[]): string {
  return imports.includes("type StepReport")
    ? `{
  action: string;
  inputs: Record<string, unknown>;
  state: Record<string, unknown>;
  expected:
    | { status: "completed"; update: unknown; deleted: string[]; result: unknown }
    | { status: "failed"; error: unknown }
    | { status: "completed" | "suspended" };
}`
    : `{
  state: Record<string, unknown>;
  steps: { action: string; alternatives: string[]; inputs: Record<string, unknown> }[];
  keys: string[];
}`;
}

function tail({ app }: TestSource): string {
  const why =
    app === undefined
      ? 'There is nothing to test yet: see "TODO" above, or run burr test-case with --app.'
      : `There is nothing to test: ${app.module} exports no "${app.name}".`;
  return `/** The graph of an application, a graph, a builder, or a function that gives one of them. */
async function graphOf(given: unknown): Promise<ComposableGraph<Record<string, unknown>>> {
  const made = typeof given === "function" ? await given({ appId: "test", partitionKey: null }) : given;
  if (made === undefined) throw new Error(${JSON.stringify(why)});
  if ("build" in made) return await graphOf(await made.build());
  return "transitions" in made ? made : made.graph;
}

// What the application proved when it was built says nothing about a state in the middle of a run.
const codes = ["missing-input", "sub-graph-boundary", "unassigned-read", "unhandled-error", "unreachable-transition", "unwritten-read"];
const proofs = Object.fromEntries(codes.map((code) => [code, "off" as const]));
`;
}

function importOf({ module, name }: CodeExport, as: string): string {
  const from = JSON.stringify(module);
  if (name === "default") return `import ${as} from ${from};`;
  const isPlain = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name);
  if (name === as) return `import { ${as} } from ${from};`;
  return `import { ${isPlain ? name : JSON.stringify(name)} as ${as} } from ${from};`;
}

function comment(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ");
}
