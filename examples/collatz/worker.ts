// Explores as far as it gets. Exit code 75: some sequences have failed, and the next worker goes on.
import { localTracker } from "@burrjs/tracker";
import { explore, UnfinishedError } from "./exploration.ts";
import { openLedger } from "./ledger.ts";
import { parseOptions } from "./options.ts";
import type { Visit } from "./sequence.ts";
import { openStore } from "./store.ts";
import { troubleIn } from "./trouble.ts";

process.once("disconnect", () => process.exit()); // whoever has started it is gone
process.channel?.unref();

const { trouble, folder } = parseOptions(process.argv.slice(2));
await using store = openStore(folder);
const ledger = openLedger(folder);
const before = ledger.read().filter(({ what }) => what === "failed" || what === "killed");

/** Bad luck: another try may have better. */
class StepError extends Error {
  override readonly name = "StepError";
}

function visit(one: Visit): void {
  const { start, step } = one;
  const times = before.filter((other) => other.start === start && other.step === step).length;
  const what = troubleIn(trouble, one, times);
  if (what === "failed") {
    ledger.add({ what, start, step });
    throw new StepError(`Step ${step} of ${start} has failed.`);
  }
  ledger.add({ what: "ran", start, step });
  if (what !== "killed") return;
  // The worst moment: the work is done, and not stored.
  ledger.add({ what, start, step });
  process.kill(process.pid, "SIGKILL");
}

try {
  await explore(store.persister, { visit, tracker: localTracker({ project: "collatz" }) });
} catch (error) {
  // Where anything else is wrong, another worker would not get further.
  if (!(error instanceof UnfinishedError && error.errors.every((one) => one instanceof StepError))) throw error;
  process.exitCode = 75;
}
