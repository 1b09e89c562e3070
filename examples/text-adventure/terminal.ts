import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import type { Player } from "./play.ts";

/**
 * The player at this process's terminal, or a file of commands that is piped in. Commands that the terminal does not show by
 * itself are written out: those of a file, and those that were typed while the game was telling something.
 */
export function terminalPlayer({ stdin: input, stdout: output }: NodeJS.Process): Player & Disposable {
  const isTerminal = input.isTTY && output.isTTY;
  let isAsking = false;
  const echo = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (isAsking) output.write(chunk);
      done();
    },
  });
  Object.defineProperty(echo, "columns", { get: () => output.columns }); // the line editor wraps by it
  const reader = createInterface({
    input,
    prompt: "> ",
    terminal: isTerminal,
    ...(isTerminal ? { output: echo } : {}),
  });
  const typed: { readonly line: string; readonly isShown: boolean }[] = [];
  let isClosed = false;
  let arrived = (): void => {};
  let interrupted: (() => void) | undefined;
  reader.on("line", (line) => {
    typed.push({ line, isShown: isAsking && isTerminal });
    arrived();
  });
  reader.on("close", () => {
    isClosed = true;
    arrived();
  });
  reader.on("SIGINT", () => (interrupted === undefined ? reader.close() : interrupted()));
  return {
    async ask() {
      isAsking = true;
      if (typed.length === 0 && isTerminal && !isClosed) reader.prompt(true);
      if (typed.length === 0 && !isClosed) await new Promise<void>((resolve) => void (arrived = resolve));
      isAsking = false;
      const next = typed.shift();
      if (next !== undefined) output.write(next.isShown ? "\n" : `> ${next.line}\n\n`);
      else if (isTerminal) output.write("\n");
      return next?.line;
    },
    onInterrupt(listener) {
      interrupted = listener;
      return () => (interrupted = undefined);
    },
    [Symbol.dispose]: () => reader.close(),
  };
}
