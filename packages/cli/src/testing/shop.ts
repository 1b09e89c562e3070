/** An application of a user, with all that a recorded run can have in it. */
export const shopModule = `
import { burr, input, onError } from "@burrjs/core";
import { localTracker } from "@burrjs/tracker";
import { z } from "zod";

export class SoldOut extends Error {
  override name = "SoldOut";
}

const b = burr({
  items: z.array(z.object({ name: z.string(), at: z.date() })).default([]),
  total: z.coerce.number().default(0),
  prices: z.map(z.string(), z.bigint()).default(new Map()),
  apiKey: z.string().default("key-1"),
  note: z.string().optional(),
  text: z.string().optional(),
});

export const add = b.action({
  reads: ["total", "prices"],
  writes: ["items", "total", "prices"],
  inputs: { name: input<string>(), price: input<number>() },
  run(state, { name, price }) {
    if (name === "gold") throw new SoldOut("no gold today");
    const next = state.append({ items: { name, at: new Date(Date.UTC(2026, 0, price)) } });
    const prices = new Map([...state.prices, [name, BigInt(price)]]);
    return [{ sum: state.total + price, at: new Date(0) }, next.update({ total: state.total + price, prices })];
  },
});
const greet = b.action({
  reads: ["total", "apiKey"],
  writes: ["text"],
  async *run(state) {
    for (const word of ["total ", "is ", String(state.total)]) yield word;
    return { text: "total is " + state.total };
  },
});
const apologise = b.action({ reads: [], writes: ["note"], run: () => ({ note: "sold out" }) });
const ask = b.action({ reads: [], writes: ["note"], run: (_state, _inputs, ctx) => ctx.suspend("note") });

export const builder = b
  .app()
  .withActions({ add, greet, apologise, ask })
  .withTransitions(
    ["add", "apologise", onError(SoldOut)],
    ["add", "greet", b.check(["total"], ({ total }) => total > 5, "enough")],
    ["add", "ask"],
    [["greet", "apologise"], "add"],
  )
  .withState({})
  .withEntrypoint("add");

export const app = builder.build();
export const makeApp = async ({ appId }: { appId: string }) => builder.withIdentifiers({ appId }).build();

if (process.argv[2] === "record") {
  const tracker = localTracker({ project: "shop", redact: ["apiKey"] });
  const one = builder.withIdentifiers({ appId: "run-1" }).withTracker(tracker).build();
  await one.run({ haltAfter: ["greet", "apologise"], inputs: { name: "tea", price: 7 } });
  await one.run({ haltAfter: ["greet", "apologise"], inputs: { name: "gold", price: 9 } });
  await one.run({ haltAfter: ["greet", "apologise"], inputs: { name: "salt", price: 2 } });
  const other = builder.withIdentifiers({ appId: "run-2" }).withTracker(tracker).build();
  await other.run({ inputs: { name: "pin", price: 1 } });
  await tracker.close();
}
`;

/** The same, where an error quotes what its tracker hides. */
export const secretShopModule = shopModule
  .replace('reads: ["total", "prices"]', 'reads: ["total", "prices", "apiKey"]')
  .replace('"no gold today"', '"no gold for " + state.apiKey + " today"')
  .replace('default("key-1")', 'default("key-123456")');

/** An application with a step that starts others. */
export const spreadModule = `
import { burr } from "@burrjs/core";
import { localTracker } from "@burrjs/tracker";

const b = burr<{ n: number; square: number; squares: number[]; sum: number }>();
const square = b.action({ reads: ["n"], writes: ["square"], run: ({ n }) => ({ square: n * n }) });
const spread = b.mapStates({
  reads: [],
  writes: ["squares"],
  action: square,
  states: () => [{ n: 1 }, { n: 2 }, { n: 3 }],
  reduce: (_state, results) => ({ squares: results.map(({ state }) => state.square) }),
});
const add = b.action({
  reads: ["squares"],
  writes: ["sum"],
  run: ({ squares }) => ({ sum: squares.reduce((sum, one) => sum + one, 0) }),
});
export const builder = b.app().withActions({ spread, add }).withTransitions(["spread", "add"]).withState({}).withEntrypoint("spread");

if (process.argv[2] === "record") {
  const tracker = localTracker({ project: "shop" });
  await builder.withIdentifiers({ appId: "run-1" }).withTracker(tracker).build().run();
  await tracker.flush();
}
`;
