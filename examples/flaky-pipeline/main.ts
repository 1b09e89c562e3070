// Books a trip over flaky APIs. Kill it whenever you like, and start it again: it goes on.
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { localTracker } from "@burrjs/tracker";
import { Ledger } from "./apis/ledger.ts";
import { startApis } from "./apis/server.ts";
import { tripApplication } from "./application.ts";
import { TravelApis } from "./client.ts";
import { Log, messageOf } from "./log.ts";
import { type Options, parseOptions, usage } from "./options.ts";
import { settleTrip } from "./session.ts";
import { chooseTrip, openStore } from "./store.ts";
import { summarize } from "./summary.ts";

/** The exit code of a program that has more to do at its next start. */
const unfinished = 75;

async function main({
  wish,
  faults,
  soldOut,
  pace,
  speed,
  maxMs,
  staleAfterMs,
  apis: url,
  folder,
}: Options): Promise<number> {
  const stopping = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.once(name, () => {
      stopping.abort(new Error(name));
    });
  const log = new Log(process.stdout);
  const store = openStore(folder, { staleAfterMs });
  const server = url === undefined ? await startApis({ faults, soldOut, ledger: new Ledger(join(folder, "ledger.json")) }) : undefined; // prettier-ignore
  const apis = new TravelApis(url ?? server?.url ?? "");
  const wait = async (ms: number, signal: AbortSignal): Promise<void> => {
    log.waits(ms * speed);
    await setTimeout(ms * speed, undefined, { signal });
  };
  try {
    const id = await chooseTrip(store.persister);
    const rate = { eurPerYen: 0.006_05, asOf: "2026-07-01" };
    const tracker = localTracker({ project: "flaky-pipeline" });
    const { persister } = store;
    const app = await tripApplication({ apis, persister, id, wish, rate, pace, hooks: log.hooks, tracker, wait });
    const { from, to, card } = app.state.wish ?? wish;
    log.line(`${id}, from ${from} to ${to}, by card ${card}${app.sequenceId < 0 ? "" : `: goes on with ${app.nextAction}`}.\n`); // prettier-ignore
    if (!(await settleTrip(app, { log, maxMs, signal: stopping.signal }))) return unfinished;
    return summarize(app.state, await apis.readLedger(id), log) ? 0 : 1;
  } catch (error) {
    if (stopping.signal.aborted) {
      log.line(`\n${messageOf(stopping.signal.reason)}: stopped. Start again to go on.`);
      return unfinished;
    }
    log.line(`\nIt has failed: ${messageOf(error)}. Start again to go on.`, "red");
    return 1;
  } finally {
    await server?.close();
    await store.close();
  }
}

/** What the command line says; `undefined`, and a message, when it is wrong. */
function readOptions(): Options | undefined {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${messageOf(error)}\n\n${usage}`);
    return undefined;
  }
}

const options = readOptions();
process.exitCode = options === undefined ? 2 : await main(options);
