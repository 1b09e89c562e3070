import { burr, input } from "@burrjs/core";
import { registerGraphs } from "@burrjs/core/parallel";
import { pass, tell } from "./board-client.ts";

/** The state of the tasks of the cases. */
export interface CaseState {
  /** Of the board that the task talks to. */
  readonly port: number;
  /** Names the task in what it tells. */
  readonly name: string;
  /** How many chunks it yields. */
  readonly chunks: number;
  readonly value: unknown;
  readonly out: unknown;
  readonly list: readonly unknown[];
}

const b = burr<CaseState>();

/** Gives back what it gets: as a chunk, as the result and in the state. */
const echo = b.action({
  reads: ["value", "list"],
  writes: ["out", "list"],
  inputs: { given: input<unknown>() },
  async *run(state, { given }) {
    yield { value: state.value, given };
    return [{ value: state.value, given }, state.update({ out: given }).append({ list: "appended" })];
  },
});

/** Yields chunks as fast as they are wanted. */
const count = b.action({
  reads: ["name", "chunks"],
  writes: ["out"],
  async *run({ name, chunks }) {
    for (let index = 0; index < chunks; index += 1) yield `${name} ${index}`;
    return { out: name };
  },
});

/** Yields each chunk when its gate is opened. */
const steps = b.action({
  reads: ["port", "name", "chunks"],
  writes: ["out"],
  async *run({ port, name, chunks }, _inputs, { signal }) {
    for (let index = 0; index < chunks; index += 1) {
      await pass(port, `${name} ${index}`, signal);
      yield `${name} ${index}`;
    }
    return { out: name };
  },
});

/** Works until its gate is opened. */
const hold = b.action({
  reads: ["port", "name"],
  writes: ["out"],
  async run({ port, name }, _inputs, { signal }) {
    await tell(port, `started ${name}`);
    try {
      await pass(port, name, signal);
      await tell(port, `ended ${name}`);
      return { out: name };
    } finally {
      await tell(port, `closed ${name}`).catch(() => {}); // the case may be over
    }
  },
});

/** Tells of each chunk that it makes, and never ends. */
const flow = b.action({
  reads: ["port", "name"],
  writes: ["out"],
  async *run({ port, name }) {
    await tell(port, `started ${name}`);
    try {
      for (let index = 0; ; index += 1) {
        await tell(port, `made ${name}`);
        yield index;
      }
    } finally {
      await tell(port, `closed ${name}`).catch(() => {}); // the case may be over
    }
  },
});

/** Makes chunks as fast as it can, and never ends. */
const flood = b.action({
  reads: ["name"],
  writes: ["out"],
  async *run({ name }) {
    for (let index = 0; ; index += 1) yield `${name} ${index}`;
  },
});

/** Tells that it was run, and fails. */
const fail = b.action({
  reads: ["port", "name"],
  writes: ["out"],
  async run({ port, name }, _inputs, context) {
    context.spend("tokens", 5);
    await tell(port, `failed ${name}`);
    throw Object.assign(new TypeError(`It is the fault of ${name}.`, { cause: new RangeError("The cause.") }), {
      place: ["here", name],
    });
  },
});

/** Waits for an answer. */
const ask = b.action({ reads: [], writes: ["out"], run: (_state, _inputs, context) => context.suspend("answer") });

const first = b.action({
  reads: ["name"],
  writes: ["value"],
  run({ name }, _inputs, context) {
    context.spend("tokens", 3);
    const { appId, partitionKey } = context;
    return [{ appId, partitionKey }, { value: `first of ${name}` }];
  },
});
const second = b.action({
  reads: ["value"],
  writes: ["out"],
  run: ({ value }, _inputs, context) => {
    context.spend("tokens", 4);
    return [{ of: "second" }, { out: value }];
  },
});

/** What the tasks of the cases run. */
export const graphs = registerGraphs(import.meta.url, {
  echo: b.graph({ actions: { echo }, transitions: [] }),
  count: b.graph({ actions: { count }, transitions: [] }),
  steps: b.graph({ actions: { steps }, transitions: [] }),
  hold: b.graph({ actions: { hold }, transitions: [] }),
  flow: b.graph({ actions: { flow }, transitions: [] }),
  flood: b.graph({ actions: { flood }, transitions: [] }),
  fail: b.graph({ actions: { fail }, transitions: [] }),
  ask: b.graph({ actions: { ask }, transitions: [] }),
  first: b.graph({ actions: { first, second }, transitions: [["first", "second"]] }),
});
