// Fills in an insurance claim from what a person says. Leave whenever you like, and start again: it goes on.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { localTracker } from "@burrjs/tracker";
import { giveAnswers } from "./answers.ts";
import { claimApplication } from "./application.ts";
import { withoutAccounts } from "./claim.ts";
import type { Extractor } from "./extractor.ts";
import { modelExtractor } from "./model.ts";
import { rules } from "./rules.ts";
import { Screen } from "./screen.ts";
import { fillIn } from "./session.ts";
import { chooseClaim, openStore } from "./store.ts";

const usage = `Options:
  --answer "iban: DE89…"   answers a question of the claim that waits, and leaves; may be given several times
  --status                 shows what is asked for, and leaves
  --data .data             the folder of claims.sqlite

Environment: OPENAI_API_KEY or OPENAI_BASE_URL let a model read, OPENAI_MODEL says which.`;

async function main({ answer, status, data }: ReturnType<typeof readOptions>): Promise<void> {
  const store = openStore(data);
  const screen = new Screen(process.stdout);
  try {
    const extractor = chooseExtractor();
    const tracker = localTracker({
      project: "form-filler",
      redact: [(_path, value) => (typeof value === "string" ? withoutAccounts(value) : undefined)],
    });
    const id = await chooseClaim(store.persister);
    const app = await claimApplication({ extractor, persister: store.persister, id, tracker });
    if (status || answer.length > 0) {
      await giveAnswers(app, Object.fromEntries(answer.map(pairOf)), screen);
      const open = await app.listSuspensions();
      if (open.length === 0) screen.line(`${id} waits for nobody. Start the program to go on with it.`);
      else screen.open(open);
      return;
    }
    const isNew = app.sequenceId < 0;
    screen.line(isNew ? `${id}, read by ${extractor.name}. Tell me what happened.` : `${id} goes on.`);
    const { stdin: input, stdout: output } = process;
    const claim = await fillIn(app, { input, output, extractor });
    if (claim === undefined) screen.line("Saved. Start again to go on.");
    else screen.line(`Submitted:\n${JSON.stringify(claim, null, 2)}`);
  } finally {
    await store.close();
  }
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      answer: { type: "string", multiple: true, default: [] },
      status: { type: "boolean", default: false },
      data: { type: "string", default: join(import.meta.dirname, ".data") },
    },
  });
  return values;
}

/** The name and the answer in `iban: DE89…`. */
function pairOf(text: string): readonly [name: string, answer: string] {
  const [, name, answer] = /^\s*(\w+)\s*[:=]\s*(.*)$/s.exec(text) ?? [];
  if (name === undefined || answer === undefined)
    throw new TypeError('An answer is given as in --answer "kind: theft".');
  return [name, answer];
}

function chooseExtractor(): Extractor {
  const { OPENAI_API_KEY: apiKey = "", OPENAI_BASE_URL: baseURL = "", OPENAI_MODEL: model = "" } = process.env;
  if (apiKey === "" && baseURL === "") return rules;
  return modelExtractor({
    model: model === "" ? "gpt-5.4-mini" : model,
    ...(apiKey === "" ? {} : { apiKey }),
    ...(baseURL === "" ? {} : { baseURL }),
  });
}

try {
  await main(readOptions());
} catch (error) {
  // What is wrong with the call, or with the store, is told in one line; the rest of the trace would not help.
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 1;
}
