import type { OpenSuspension } from "@burrjs/core";
import { z } from "zod";
import type { Assistant } from "./assistant.ts";
import { Draft } from "./state.ts";

/** Where the program writes, and what stops it. */
export interface Terminal {
  readonly write: (text: string) => void;
  /** Aborts at SIGTERM: what is under way may come to its end. */
  readonly draining: AbortSignal;
  /** Aborts at Ctrl+C: what is under way stops. */
  readonly interrupted: AbortSignal;
}

/** What whoever answers is told: the payloads of both suspensions. */
export const Asked = z.object({
  request: z.string(),
  questions: z.array(z.string()).default([]),
  draft: Draft.optional(),
  problem: z.string().optional(),
});

/**
 * Runs the assistant up to the next thing that a person must say, or to its end, and shows what happens: the draft piece by
 * piece. At SIGTERM the step under way ends, and is stored, and no other begins.
 */
export async function follow(
  app: Assistant,
  terminal: Terminal,
  inputs: { readonly request?: string } = {},
): Promise<void> {
  const { write, draining, interrupted } = terminal;
  draining.throwIfAborted();
  const drain = (): void => void app.drain("SIGTERM");
  draining.addEventListener("abort", drain);
  const stream = app.stream({ inputs, signal: interrupted });
  try {
    for await (const event of stream) {
      if (event.type === "step-start" && event.action === "write") write(`\nTo: ${app.state.to}\n`);
      if (event.type === "chunk") write(event.chunk);
      if (event.type === "rollback" && event.reason === "retry") write("\n(That broke off. Once more.)\n\n");
      if (event.type === "step-end" && event.action === "write") write("\n");
    }
    const end = await stream.get();
    if (end.stopped === "suspended") end.suspensions.forEach((one) => write(`${questionText(one)}\n`));
    else if (end.stopped === "halted")
      write(`\nStopped behind the step "${end.action}". To go on: npm start -- continue\n`);
    else write(`\n${endText(app)}\n`);
  } finally {
    await stream.outcome; // after an abort the step is still being put away, and stored
    draining.removeEventListener("abort", drain);
  }
}

/** What is waited for, and how it is answered. */
function questionText({ id, name, payload, expiresAtMs }: OpenSuspension): string {
  const { questions, problem } = Asked.parse(payload);
  const answer = `  npm start -- answer ${id}`;
  if (name === "clarification") {
    const list = questions.map((question, index) => `  ${index + 1}. ${question}`);
    return ["", "Before I can write it:", ...list, "", `${answer} ${questions.map(() => '"…"').join(" ")}`].join("\n");
  }
  const refused = problem === undefined ? [] : ["", `The mail server refuses this e-mail: ${problem}`];
  const until = expiresAtMs === null ? "" : ` Without an answer by ${dateText(expiresAtMs)}, it is not.`;
  return [...refused, "", `Shall it be sent?${until}`, "", `${answer} send`, `${answer} drop`, `${answer} "what should be different"`].join("\n"); // prettier-ignore
}

function endText({ state: { verdict, receipt } }: Assistant): string {
  if (receipt !== undefined) return `Sent once, as ${receipt.messageId}: ${receipt.response}`;
  return verdict === "expired" ? "Not sent: nobody has answered in time." : "Not sent, as you wish.";
}

/** A moment, in minutes. */
export function dateText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
