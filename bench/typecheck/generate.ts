import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** How the application of a generated module is put together. */
export type Form = "config" | "builder";

/**
 * The source of a module that defines an application and uses it in every way that has a type of its own, for
 * measuring what the types of @burrjs/core cost.
 *
 * @param actions - How many actions; there are twice as many transitions, half of them with a condition. Each action
 * brings three keys of state and touches four.
 * @param form - One object, or the builder with twenty actions per call.
 * @returns TypeScript without errors.
 */
export function generateGraph(actions: number, form: Form = "config"): string {
  const ids = Array.from({ length: actions }, (_, id) => id);
  return [
    'import { burr, input } from "@burrjs/core";',
    "export interface S {\n" + ids.map(keysOf).join("\n") + "\n}",
    "const b = burr<S>();",
    ...ids.map((id) => actionOf(id, actions)),
    form === "config" ? configOf(ids) : builderOf(ids),
    uses,
  ].join("\n");
}

function keysOf(id: number): string {
  return `  text${id}: string; count${id}: number; list${id}: { role: "user" | "assistant"; text: string }[];`;
}

/** Actions take turns in the forms that `run` may have. */
function actionOf(id: number, actions: number): string {
  const previous = (id + actions - 1) % actions;
  const reads = `reads: ["text${previous}", "count${id}"]`;
  const message = `{ list${id}: { role: "user", text: state.text${previous} } }`;
  const bodies = [
    `${reads}, writes: ["text${id}", "count${id}"],
  inputs: { question: input<string>(), limit: input<number>().optional() },
  run: (state, { question }) => ({ text${id}: question + state.text${previous}, count${id}: state.count${id} + 1 }),`,
    `${reads}, writes: ["text${id}", "list${id}"], tags: ["slow"],
  async run(state, _inputs, { signal }) {
    signal.throwIfAborted();
    return [{ size: state.count${id} }, state.update({ text${id}: "x" }).append(${message})];
  },`,
    `${reads}, writes: ["text${id}", "count${id}", "list${id}"],
  async *run(state) {
    yield { type: "start" };
    yield { type: "delta", text: state.text${previous} };
    return [{ tokens: 1 }, state.update({ text${id}: "x" }).increment({ count${id}: 1 }).append(${message})];
  },`,
    `${reads}, writes: ["text${id}"], mayWrite: ["count${id}"],
  run: (state) => state.count${id} > 3 ? state.update({ text${id}: "x", count${id}: 0 }) : state.update({ text${id}: "" }),`,
  ];
  return `const a${id} = b.action({\n  ${bodies[id % bodies.length]}\n});`;
}

/** Two per action: one with a condition, then the default. */
function edgesOf(id: number, { length }: readonly number[]): string {
  const condition =
    id % 2 === 0 ? `b.when({ text${id}: "done" })` : `b.check(["count${id}", "text${id}"], (s) => s.count${id} > 3)`;
  return `["a${id}", "a${(id + 7) % length}", ${condition}], ["a${id}", "a${(id + 1) % length}"],`;
}

function initialOf(ids: readonly number[]): string {
  return `{ ${ids.map((id) => `count${id}: 0`).join(", ")} }`;
}

function configOf(ids: readonly number[]): string {
  return `const app = b.application({
  actions: { ${ids.map((id) => `a${id}`).join(", ")} },
  transitions: [
    ${ids.map((id) => edgesOf(id, ids)).join("\n    ")}
  ],
  entrypoint: "a0",
  state: ${initialOf(ids)},
});`;
}

function builderOf(ids: readonly number[]): string {
  const groups = Array.from({ length: Math.ceil(ids.length / 20) }, (_, at) => ids.slice(at * 20, at * 20 + 20));
  return `const app = b.app()
  ${groups.map((group) => `.withActions({ ${group.map((id) => `a${id}`).join(", ")} })`).join("\n  ")}
  ${groups.map((group) => `.withTransitions(${group.map((id) => edgesOf(id, ids)).join(" ")})`).join("\n  ")}
  .withState(${initialOf(ids)})
  .withEntrypoint("a0")
  .build();`;
}

const uses = `
export async function main(): Promise<number> {
  const run = await app.run({ haltAfter: ["a1", "a2"], haltBefore: "@tag:slow", inputs: { question: "why?" } });
  let size = 0;
  if (run.stopped === "after" && run.action === "a1") size += run.result.size + run.state.text1.length;
  const stream = await app.streamResult({ haltAfter: "a2" });
  for await (const chunk of stream) if (chunk.type === "delta") size += chunk.text.length;
  size += (await stream.get()).result.tokens;
  for await (const step of app.iterate({ haltAfter: "a1" })) if (step.action === "a1") size += step.result.size;
  for await (const event of app.stream({ haltAfter: "a1" })) {
    if (event.type === "chunk" && event.action === "a2" && event.chunk.type === "delta") size += event.chunk.text.length;
  }
  return size;
}
`;

if (import.meta.main) {
  const [actions = "200", form = "config"] = process.argv.slice(2);
  const file = join(mkdtempSync(join(tmpdir(), "burr-typecheck-")), "graph.ts");
  writeFileSync(file, generateGraph(Number(actions), form === "builder" ? "builder" : "config"));
  console.log(file);
}
