import type { ChildProcess } from "node:child_process";
import type { Cli } from "../cli.ts";
import { CliError } from "../cli-error.ts";
import { type CodeProcessOptions, startCodeProcess } from "./code-process.ts";
import type { Answer, CodePlace, Question, StepAnswer, StepMessage } from "./messages.ts";

/** What a process with the user's code is started with. */
export interface ReplayProcessOptions extends Pick<CodeProcessOptions, "imports"> {
  /** How long a step may take. */
  readonly timeoutMs: number;
}

/** A process in which the code of the user runs, so that it can neither harm this one nor keep it alive. */
export class ReplayProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #timeoutMs: number;
  /** Who waits for the next answer. */
  #waiter: Waiter | undefined;
  /** Why there are no more answers. */
  #end: { readonly error: unknown } | undefined;
  #isStuck = false;

  constructor({ cwd, env, note }: Pick<Cli, "cwd" | "env" | "note">, { imports, timeoutMs }: ReplayProcessOptions) {
    this.#timeoutMs = timeoutMs;
    const printed = (line: string): void => note(line);
    this.#child = startCodeProcess(new URL("./replay-child.ts", import.meta.url), { cwd, env, imports, printed });
    const end = (error: unknown): void => {
      this.#end ??= { error };
      this.#waiter?.reject(error);
    };
    this.#child.once("error", end);
    this.#child.once("exit", (code, signal) => {
      end(new CliError("invalid-app", `The process that runs your code has ended (${signal ?? `exit code ${code}`}).`, { app: "" })); // prettier-ignore
    });
    this.#child.on("message", (answer) => {
      this.#waiter?.resolve(answer as Answer); // it is our own
    });
  }

  /** Whether a step has not ended in time: nothing more can be asked then. */
  get isStuck(): boolean {
    return this.#isStuck;
  }

  /** Loads the application. */
  async open(app: CodePlace, codec: CodePlace | undefined): Promise<Extract<Answer, { readonly type: "open" }>> {
    const answer = await this.#ask(
      { type: "open", app, ...(codec === undefined ? {} : { codec }) },
      Math.max(this.#timeoutMs, openMs),
    );
    if (answer.type === "open") return answer;
    const message = answer.type === "error" ? answer.message : "it gave no answer";
    throw new CliError("invalid-app", `${app.url} (export "${app.name}") cannot be used: ${message}`, { app: app.url });
  }

  /** Tries a step. An error says that it could not be tried at all. */
  async step(step: Omit<StepMessage, "type">): Promise<StepAnswer | Extract<Answer, { readonly type: "error" }>> {
    const answer = await this.#ask({ type: "step", ...step }, this.#timeoutMs);
    return answer.type === "open" ? { type: "error", message: "it gave no answer", isAboutApp: false } : answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGKILL");
    await gone;
  }

  async #ask(question: Question, timeoutMs: number): Promise<Answer> {
    if (this.#end !== undefined) throw this.#end.error;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Answer>((resolve, reject) => {
        this.#waiter = { resolve, reject };
        timer = setTimeout(
          () => {
            this.#isStuck = true;
            const message = `it did not end within ${timeoutMs} ms; --timeout allows it more`;
            resolve({ type: "error", message, isAboutApp: false });
          },
          Math.min(timeoutMs, longestMs),
        );
        this.#child.send(question);
      });
    } finally {
      clearTimeout(timer);
      this.#waiter = undefined;
    }
  }
}

interface Waiter {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** Longer waits overflow in timers, and would be over at once. */
const longestMs = 2 ** 31 - 1;

/** How long a process may take to start, and to load the code. */
const openMs = 60_000;
