// The program, killed as by `kill -9` at the worst moment: behind the sending of the e-mail, before the commit of that step.
import { createAssistant } from "./assistant.ts";
import { answer } from "./commands.ts";
import { readSettings } from "./settings.ts";
import { openStore } from "./store.ts";

const { store: file, ...settings } = readSettings(process.env, false);
await using store = openStore(file);
const { persister } = store;
const never = new AbortController().signal;
const [id = "", ...words] = process.argv.slice(2);
const desk = {
  persister,
  terminal: { write: () => {}, draining: never, interrupted: never },
  open: (appId?: string) =>
    createAssistant({
      ...settings,
      persister,
      ...(appId === undefined ? {} : { appId }),
      use: [
        async (step, next) => {
          const end = await next();
          if (step.action === "send") process.kill(process.pid, "SIGKILL");
          return end;
        },
      ],
    }),
};
await answer(desk, id, words);
