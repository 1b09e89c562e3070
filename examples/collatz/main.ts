// Follows Collatz sequences in a worker that fails and dies, and starts another one until all is done.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { localTracker } from "@burrjs/tracker";
import { audit } from "./audit.ts";
import { explore } from "./exploration.ts";
import { openLedger } from "./ledger.ts";
import { type Options, parseOptions, usage } from "./options.ts";
import { auditLines, endLines, workerLine } from "./report.ts";
import { runWorker } from "./run-worker.ts";
import { openStore } from "./store.ts";

/** The exit code of a program that has more to do at its next start. */
const unfinished = 75;

async function main({ folder, isNew }: Options, args: readonly string[]): Promise<number> {
  const stopping = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.once(name, () => {
      stopping.abort();
    });
  if (isNew)
    for (const file of ["collatz.sqlite", "collatz.sqlite-wal", "collatz.sqlite-shm", "ledger.jsonl"])
      rmSync(join(folder, file), { force: true });
  const ledger = openLedger(folder);
  for (let place = 1; ; place += 1) {
    const before = ledger.read().length;
    const end = await runWorker(args, stopping.signal);
    const added = ledger.read().slice(before);
    console.log(workerLine(place, end, added));
    if (stopping.signal.aborted) {
      console.log("\nStopped. Start again to go on.");
      return unfinished;
    }
    if (end === "done") break;
    if (end === "broken" || added.length === 0) {
      console.error("\nAnother worker would get no further.");
      return 1;
    }
  }
  const audited = audit(ledger.read());
  const tracker = localTracker({ project: "collatz" });
  await using store = openStore(folder);
  console.log(["", ...endLines(await explore(store.persister, { tracker })), "", ...auditLines(audited)].join("\n"));
  return audited.wrong.length === 0 ? 0 : 1;
}

/** What the command line says; `undefined`, and a message, when it is wrong. */
function readOptions(args: readonly string[]): Options | undefined {
  try {
    return parseOptions(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return undefined;
  }
}

const args = process.argv.slice(2);
const options = readOptions(args);
process.exitCode = options === undefined ? 2 : await main(options, args);
