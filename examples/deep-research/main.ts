// Looks into a question over a folder of documents, and writes a report. Kill it whenever you like, and ask again: it goes on.
import { createHash } from "node:crypto";
import { localTracker } from "@burrjs/tracker";
import { readPassages } from "./documents.ts";
import { createLibrary } from "./library.ts";
import { serveStraw } from "./local-model/server.ts";
import { Model } from "./model.ts";
import { type Options, parseOptions, usage } from "./options.ts";
import { createResearch } from "./research.ts";
import { counted, Log } from "./show.ts";
import { openStore } from "./store.ts";
import { wrapping } from "./wrapping.ts";

/** The exit code of a program that Ctrl+C ended. */
const interruptedCode = 130;

/** The width of lines where nobody says: in a pipe. */
const usualColumns = 100;

async function main(options: Options, signal: AbortSignal): Promise<void> {
  const { question, endpoint, documents, data, maxRounds, maxTokens, wordMs } = options;
  const library = createLibrary(await readPassages(documents));
  await using server = endpoint === undefined ? await serveStraw({ wordMs }) : null;
  const model = new Model(endpoint ?? { baseURL: server?.baseURL ?? null, apiKey: "none", name: "straw" });
  await using store = openStore(data);
  // The same question is the same research.
  const appId = createHash("sha256").update(question).digest("hex").slice(0, 16);
  const app = await createResearch({
    library,
    model,
    persister: store.persister,
    tracker: localTracker({ project: "deep-research" }),
    appId,
    question,
    maxRounds,
    maxTokens,
  });

  const log = new Log(wrapping((text) => void process.stdout.write(text), process.stdout.columns ?? usualColumns));
  log.line(`${question}\n`);
  if (app.nextAction === null) {
    log.line(`This is known already.\n\n${app.state.report ?? ""}`);
    return;
  }
  if (app.sequenceId >= 0) log.line(`Going on with: ${app.nextAction}.`);
  const stream = app.stream({ signal });
  try {
    for await (const event of stream) log.take(event);
    const { stopped } = await stream.get();
    if (stopped === "limit") log.line(`\nThe ${maxTokens} tokens are used up. Ask again with more: --max-tokens.`);
    const { findings = [], rounds = 0 } = app.state;
    const cost = counted(app.spent["tokens"] ?? 0, "token");
    log.line(`\n${counted(findings.length, "finding")} in ${counted(rounds, "round")}, for ${cost}.`);
  } finally {
    await stream.outcome; // after an abort the step is still being put away, and stored
  }
}

function readOptions(): Options | undefined {
  try {
    return parseOptions(process.argv.slice(2), process.env);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return undefined;
  }
}

const options = readOptions();
if (options === undefined) process.exitCode = 2;
else {
  const interrupted = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.once(name, () => {
      interrupted.abort(new Error("Interrupted. Ask again to go on."));
    });
  try {
    await main(options, interrupted.signal);
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = interrupted.signal.aborted ? interruptedCode : 1;
  }
}
