import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { answersIn, giveAnswers } from "./answers.ts";
import type { ClaimApplication } from "./application.ts";
import type { Claim } from "./claim.ts";
import type { Extractor } from "./extractor.ts";
import { Screen, type ScreenOutput } from "./screen.ts";

/** What a session reads from, writes to, and understands with. */
export interface SessionOptions {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: ScreenOutput & { readonly isTTY?: boolean };
  readonly extractor: Extractor;
}

/**
 * Talks with the person until the claim is submitted, or there is no more to read. Whoever calls this again, in whichever
 * process, goes on where it has stopped.
 *
 * @returns The claim, as soon as it is complete and approved.
 */
export async function fillIn(app: ClaimApplication, options: SessionOptions): Promise<Claim | undefined> {
  const { input, output, extractor } = options;
  const screen = new Screen(output);
  const isInteractive = input.isTTY === true && output.isTTY === true;
  const lines = createInterface({ input, ...(isInteractive ? { output } : {}), terminal: isInteractive, prompt: "› " });
  const reader = lines[Symbol.asyncIterator]();
  const leaving = new AbortController();
  if (isInteractive) lines.on("close", () => leaving.abort()); // elsewhere that is the end of the input, and lines may be left
  const read = async (): Promise<string | undefined> => {
    for (;;) {
      if (isInteractive) lines.prompt();
      const { done, value } = await reader.next();
      if (done === true) return undefined;
      if (!isInteractive) screen.heard(value); // where nobody types, what was read is shown as well
      if (value.trim() !== "") return value;
    }
  };
  try {
    let text = app.nextAction === "listen" ? await read() : "";
    while (text !== undefined) {
      const claim = await advance(app, text, screen);
      if (claim !== undefined) return claim;
      text = "";
      for (let open = await app.listSuspensions(); open.length > 0; open = await app.listSuspensions()) {
        screen.open(open);
        const line = await read();
        if (line === undefined) return undefined;
        const answers = await answersIn(line, open, { extractor, signal: leaving.signal, screen });
        if (Object.keys(answers).length === 0) screen.line("  I found nothing of that in it.", "yellow");
        await giveAnswers(app, answers, screen);
      }
    }
    return undefined;
  } finally {
    lines.close();
  }
}

/** Runs until something has to be asked. The claim, when it is submitted. */
async function advance(app: ClaimApplication, text: string, screen: Screen): Promise<Claim | undefined> {
  for await (const step of app.iterate({ inputs: { text } })) {
    if (step.action === "extract") screen.line(`  read by ${step.result.by}`, "dim");
    if (step.action === "take" && step.result !== undefined) screen.taken(step.result.field, step.result.text);
    if (step.action === "refuse" && step.result !== undefined) screen.refused(step.result.field, step.result.issue);
    if (step.action === "submit") return step.result.claim;
  }
  return undefined;
}
