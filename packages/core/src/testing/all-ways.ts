import type { RunOptions } from "../index.ts";

/** As much of an application as is driven here. */
interface Drivable {
  readonly state: { toJSON(): object };
  step(options?: object): Promise<unknown>;
  run(options?: object): Promise<unknown>;
  runSync(options?: object): unknown;
  iterate(options?: object): AsyncIterable<unknown>;
  stream(options?: object): AsyncIterable<unknown>;
  streamResult(options: object): Promise<AsyncIterable<unknown>>;
  streamIterate(options?: object): AsyncIterable<AsyncIterable<unknown>>;
}

type Options = Omit<RunOptions, "inputs"> & { readonly inputs?: Readonly<Record<string, unknown>> };

async function readAll(items: AsyncIterable<unknown>): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  for (let item = await iterator.next(); item.done !== true; item = await iterator.next());
}

/** Each way to run an application up to the action "done", which has to be its last one. */
export const allWays: Readonly<Record<string, (app: Drivable, options?: Options) => Promise<unknown>>> = {
  step: async (app, options) => {
    let isOver = false;
    while (!isOver) {
      const step = (await app.step(options)) as { readonly action: string } | null;
      isOver = step === null || step.action === "done";
    }
  },
  run: (app, options) => app.run(options),
  runSync: async (app, options) => app.runSync(options),
  iterate: (app, options) => readAll(app.iterate(options)),
  stream: (app, options) => readAll(app.stream(options)),
  streamResult: async (app, options) => readAll(await app.streamResult({ ...options, haltAfter: "done" })),
  streamIterate: async (app, options) => {
    for await (const stream of app.streamIterate(options)) await readAll(stream).catch(() => {}); // the run tells what counts
  },
};
