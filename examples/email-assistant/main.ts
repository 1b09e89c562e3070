// Writes e-mails with you: asks what is unclear, drafts, waits for your verdict, sends once.
import { localTracker } from "@burrjs/tracker";
import { createAssistant } from "./assistant.ts";
import { answer, begin, type Desk, goOn, list } from "./commands.ts";
import { readSettings } from "./settings.ts";
import { openStore } from "./store.ts";

const usage = `An assistant for e-mails.

  npm start -- new "<what you want>"     takes a request
  npm start -- list                      shows what waits for you
  npm start -- answer <id> <answer>      answers: "…" "…" to questions; send, drop or a wish to a draft
  npm start -- continue                  goes on with what was interrupted, has failed, or has expired
`;

/** The exit code of a program that Ctrl+C ended. */
const interruptedCode = 130;

function abortAt(signal: "SIGINT" | "SIGTERM"): AbortSignal {
  const controller = new AbortController();
  process.once(signal, () => {
    controller.abort(new Error("Interrupted. To go on: npm start -- continue"));
  });
  return controller.signal;
}

function commandOf([name, ...words]: readonly string[]): ((desk: Desk) => Promise<void>) | undefined {
  const [first, ...rest] = words;
  if (name === "new" && first !== undefined) return (desk) => begin(desk, words.join(" "));
  if (name === "answer" && first !== undefined && rest.length > 0) return (desk) => answer(desk, first, rest);
  if (name === "list" && first === undefined) return list;
  if (name === "continue" && first === undefined) return goOn;
  return undefined;
}

async function main(command: (desk: Desk) => Promise<void>, interrupted: AbortSignal): Promise<void> {
  const { store: file, ...settings } = readSettings(process.env, process.stdout.isTTY);
  await using store = openStore(file);
  const { persister } = store;
  const tracker = localTracker({ project: "email-assistant" });
  const terminal = {
    write: (text: string) => void process.stdout.write(text),
    draining: abortAt("SIGTERM"),
    interrupted,
  };
  await command({
    persister,
    terminal,
    open: (appId) => createAssistant({ ...settings, persister, tracker, ...(appId === undefined ? {} : { appId }) }),
  });
}

const command = commandOf(process.argv.slice(2));
if (command === undefined) {
  console.error(usage);
  process.exitCode = 2;
} else {
  const interrupted = abortAt("SIGINT");
  try {
    await main(command, interrupted);
  } catch (error) {
    // What a person can do about it stands in the message; a trace would not help.
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = interrupted.aborted ? interruptedCode : 1;
  }
}
