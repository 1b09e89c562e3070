import type { Hooks, Persister } from "@burrjs/core";
import { memoryPersister } from "@burrjs/core/persist";
import { toMermaid } from "@burrjs/core/pictures";
import type { Shop } from "./shop.ts";
import { follow, refundText, type WriteLine } from "./show.ts";
import { createSupervisor, type Supervisor } from "./supervisor.ts";

/** What the commands work with. */
export interface Desk {
  readonly persister: Persister;
  readonly shop: Shop;
  readonly writeLine: WriteLine;
  /** What writes the log of all requests. Default: none. */
  readonly tracker?: Hooks;
}

/** Takes a request, and goes as far as it gets without a person. */
export async function begin(desk: Desk, request: string): Promise<void> {
  await follow(await open(desk, crypto.randomUUID()), desk.writeLine, { request });
}

/** Shows what waits for a person, in all requests. */
export async function list({ persister, writeLine }: Desk): Promise<void> {
  const waiting = await persister.listSuspensions();
  for (const one of waiting) writeLine(`${one.id}\n  ${refundText(one)}`);
  if (waiting.length === 0) writeLine("Nothing waits for you.");
}

/** Gives the answer to a suspension, which any process may have asked for, and goes on from there. */
export async function answer(desk: Desk, id: string, [verdict, ...note]: readonly string[]): Promise<void> {
  const found = (await desk.persister.listSuspensions()).find((one) => one.id === id);
  if (found === undefined) throw new Error(`Nothing waits for an answer to ${id}. See: npm start -- list`);
  const app = await open(desk, found.appId);
  await app.resume(id, { verdict, note: note.join(" ") }); // for whichever specialist has asked
  await follow(app, desk.writeLine);
}

/** Goes on with what a crash has left. */
export async function goOn(desk: Desk): Promise<void> {
  const apps = await Promise.all((await desk.persister.listAppIds()).map((appId) => open(desk, appId)));
  const waiting = new Set((await desk.persister.listSuspensions()).map(({ appId }) => appId));
  const left = apps.filter((app) => app.nextAction !== null && !waiting.has(app.appId));
  if (left.length === 0) desk.writeLine("There is nothing to go on with.");
  for (const app of left) {
    desk.writeLine(`“${app.state.request ?? "…"}”`);
    await follow(app, desk.writeLine);
  }
}

/** The graph of the supervisor, with those of its specialists in it, as Mermaid. */
export async function drawGraph(shop: Shop): Promise<string> {
  const { graph } = await createSupervisor({ shop, persister: memoryPersister(), appId: "graph" });
  return toMermaid(graph, { subgraphs: "expanded", show: { state: false, inputs: false } });
}

/** A request, as far as it is stored. */
function open({ persister, shop, tracker = {} }: Desk, appId: string): Promise<Supervisor> {
  return createSupervisor({ persister, shop, tracker, appId });
}
