import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { styleText } from "node:util";
import type { Message } from "./chat.ts";
import { textOf } from "./conversation.ts";
import { type ChatApp, type ChatOptions, createChat, createChatAtAsk } from "./graph.ts";
import { Screen, type ScreenOutput } from "./screen.ts";

/** What the terminal chat reads from and writes to. */
export interface TerminalOptions extends Omit<ChatOptions, "appId" | "partitionKey"> {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: ScreenOutput;
  /** Aborts when the process is asked to end. */
  readonly signal: AbortSignal;
  /** Shown first, where there is a person to read it. */
  readonly welcome: string;
  /** Begin another conversation. Default: go on with the last one of the terminal. */
  readonly isNew?: boolean;
}

const partitionKey = "terminal";

/**
 * Chats until `/quit`, the end of the input, or Ctrl+C while nothing is answered. Ctrl+C in the middle of an answer
 * stops it and keeps what was said. Without a terminal it reads one question per line and writes plain text.
 */
export async function chatInTerminal(options: TerminalOptions): Promise<void> {
  const { input, output, signal, welcome } = options;
  const chat = { ...options, partitionKey, appId: await chooseId(options) };
  const screen = new Screen(output);
  const isInteractive = output.isTTY === true && input.isTTY === true;
  const lines = createInterface({ input, output: screen.echo, terminal: isInteractive });
  lines.setPrompt(styleText("cyan", "› ", { stream: output }));
  const questions = lines[Symbol.asyncIterator]();
  let running: ReturnType<ChatApp["stream"]> | undefined;
  lines.on("SIGINT", () => {
    if (running === undefined) lines.close();
    else void running.abort();
  });
  const quit = (): void => {
    lines.close();
  };
  signal.addEventListener("abort", quit);

  const take = async (app: ChatApp, inputs: { readonly prompt?: string }): Promise<void> => {
    running = app.stream({ inputs, haltBefore: "ask", signal });
    screen.showsKeys = false;
    await showTurn(app, running, screen, isInteractive);
    screen.showsKeys = true;
    running = undefined;
  };
  try {
    if (isInteractive) {
      screen.note(`${welcome}\n`);
      const app = await createChat(chat);
      const [last] = app.state.history?.slice(-1) ?? [];
      if (last !== undefined)
        screen.note(`${last.role === "user" ? "Not answered yet" : "Last answer"}: ${last.text}\n`);
      if (app.nextAction !== "ask") await take(app, {}); // it failed, or the program was killed: here is the answer
    }
    while (!signal.aborted) {
      if (isInteractive) lines.prompt();
      const line = await questions.next();
      const question = line.done === true ? "/quit" : line.value.trim();
      if (question === "/quit") break;
      // Loaded anew for each question: another terminal may have gone on with the conversation.
      if (question !== "") await take(await createChatAtAsk(chat), { prompt: question });
    }
  } finally {
    signal.removeEventListener("abort", quit);
    lines.close();
  }
  if (isInteractive) screen.note("\nGoodbye.");
}

async function chooseId({ persister, isNew = false }: TerminalOptions): Promise<string> {
  const [last] = isNew ? [] : await persister.listAppIds(partitionKey);
  return last ?? crypto.randomUUID();
}

/** Shows the answer as it comes, then its sources. Never throws: a failure is shown. */
async function showTurn(
  app: ChatApp,
  stream: ReturnType<ChatApp["stream"]>,
  screen: Screen,
  showsPath: boolean,
): Promise<void> {
  const before = app.state.history?.at(-1);
  const path: string[] = [];
  let isStreamed = false;
  try {
    for await (const event of stream) {
      if (event.type === "step-start") path.push(event.action);
      if (event.type !== "chunk") continue;
      if (!isStreamed && showsPath) screen.note(path.join(" → "));
      isStreamed = true;
      screen.write(event.chunk.text);
    }
  } catch {
    // The outcome has the error, and tells a stop from a failure.
  }
  const { status, error } = await stream.outcome;
  const last = app.state.history?.at(-1);
  const message = last !== before && last?.role === "assistant" ? last : undefined;
  if (!isStreamed && showsPath) screen.note(path.join(" → "));
  if (!isStreamed && message !== undefined) screen.write(message.text);
  screen.endLine();
  for (const note of notesOf(message)) screen.note(note);
  if (status === "failed") screen.complain(textOf(error));
  screen.note("");
}

function notesOf(message: Message | undefined): string[] {
  if (message === undefined) return [];
  const sources = message.sources.map(({ number, file, heading }) => `[${number}] ${file} › ${heading}`);
  return message.isStopped ? [...sources, "(stopped)"] : sources;
}
