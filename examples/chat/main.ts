import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { localTracker } from "@burrjs/tracker";
import { type AnswerAction, quotingAnswer } from "./answer.ts";
import { loadDocuments, repositoryDocuments } from "./documents.ts";
import { createLibrary, type Library } from "./library.ts";
import { modelAnswer } from "./openai-answer.ts";
import { startServer } from "./server.ts";
import { openStore, type Store } from "./store.ts";
import { chatInTerminal } from "./terminal.ts";

const usage = `Chat over Markdown documents; without a folder, over those of this repository.

  npm start -- [folder] [--terminal [--new]] [--port <number>]

  --terminal   chat here; default: a page in the browser
  --new        begin another conversation; default: go on with the last one of the terminal
  --port       of the page; default: 3000, or another one if that is taken

Environment: OPENAI_API_KEY or OPENAI_BASE_URL let a model answer, OPENAI_MODEL says which. BURR_STORE says where
conversations are kept: a file, postgres://…, redis://… or memory:; default: conversations.sqlite beside this program.
`;

/** Between two words of a quotation, where a person watches: somewhat faster than one reads. */
const wordMs = 30;
const usualModel = "gpt-5.4-mini";

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.help) {
    console.log(usage);
    return;
  }
  const stopping = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, () => {
      stopping.abort();
    });
  }
  const library = await openLibrary(positionals[0]);
  const store = await openStore(process.env["BURR_STORE"]);
  try {
    await serve(values, { library, store, signal: stopping.signal });
  } finally {
    await store.close();
  }
}

interface Parts {
  readonly library: Library;
  readonly store: Store;
  /** Aborts when the process is asked to end. */
  readonly signal: AbortSignal;
}

async function serve(values: Values, { library, store, signal }: Parts): Promise<void> {
  const { answer, answeredBy } = chooseAnswer(values.terminal && !process.stdout.isTTY ? 0 : wordMs);
  const about = `${library.documents.length} documents, ${library.passages.length} passages; answers: ${answeredBy}`;
  const { persister } = store;
  const tracker = localTracker({ project: "chat" });
  if (values.terminal) {
    const welcome = `${about}.\nAsk a question. Ctrl+C stops an answer; /quit leaves.`;
    const { stdin: input, stdout: output } = process;
    await chatInTerminal({ library, answer, persister, tracker, input, output, signal, welcome, isNew: values.new });
    return;
  }
  const server = await startServer({ library, answer, answeredBy, persister, tracker, port: portOf(values.port) });
  console.log(`\n  Ask the docs: ${server.url}\n\n  ${about}; kept in ${store.name}. Ctrl+C ends it.\n`);
  if (!signal.aborted)
    await new Promise((done) => {
      signal.addEventListener("abort", done);
    });
  await server.close();
}

type Values = ReturnType<typeof readArguments>["values"];

function readArguments() {
  return parseArgs({
    allowPositionals: true,
    options: {
      terminal: { type: "boolean", default: false },
      new: { type: "boolean", default: false },
      port: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
}

async function openLibrary(folder: string | undefined): Promise<Library> {
  // `npm start` changes into the folder of the example: INIT_CWD is where it was called.
  const path = folder === undefined ? undefined : resolve(process.env["INIT_CWD"] ?? "", folder);
  const documents =
    path === undefined
      ? await loadDocuments(join(import.meta.dirname, "../.."), repositoryDocuments)
      : await loadDocuments(path);
  if (documents.length === 0) throw new Error(`There are no Markdown files in ${path ?? "this repository"}.`);
  return createLibrary(documents);
}

function chooseAnswer(pauseMs: number): { readonly answer: AnswerAction; readonly answeredBy: string } {
  const { OPENAI_API_KEY: apiKey = "", OPENAI_BASE_URL: baseURL = "", OPENAI_MODEL: model = "" } = process.env;
  if (apiKey === "" && baseURL === "")
    return {
      answer: quotingAnswer({ pace: (signal) => setTimeout(pauseMs, undefined, { signal }) }),
      answeredBy: "quotes",
    };
  const options = {
    model: model === "" ? usualModel : model,
    ...(apiKey === "" ? {} : { apiKey }),
    ...(baseURL === "" ? {} : { baseURL }),
  };
  return { answer: modelAnswer(options), answeredBy: options.model };
}

function portOf(text: string | undefined): number | "any" {
  if (text === undefined) return "any";
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new Error(`--port needs a number from 0 to 65535, not "${text}".`);
}

try {
  await main();
} catch (error) {
  // Mistakes in the call are told in one line; the rest of the trace would not help.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
