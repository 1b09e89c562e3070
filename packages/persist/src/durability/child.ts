import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

/** How a process ended. */
export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it printed as an error. */
  readonly complaints: string;
}

/** A process of our own, which tells facts (see `tell`). */
export class Child<TFact> implements AsyncDisposable {
  /** What it has told, in order. */
  readonly facts: TFact[] = [];
  /** Called at each fact. */
  onFact: (fact: TFact) => void = () => {};
  readonly #process: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #end: Promise<ChildEnd>;

  /** `program` is a file beside this one; it gets `options` as JSON. */
  constructor(program: string, options: object, environment: NodeJS.ProcessEnv = {}) {
    const path = fileURLToPath(new URL(program, import.meta.url));
    this.#process = spawn(process.execPath, ["--conditions=@burrjs/source", path, JSON.stringify(options)], {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, ...environment },
    });
    this.#process.stdin.on("error", () => {}); // it may be dead already
    const lines = createInterface({ input: this.#process.stdout });
    lines.on("line", (line) => {
      const fact = JSON.parse(line) as TFact; // what `program` tells
      this.facts.push(fact);
      this.onFact(fact);
    });
    this.#end = this.#ended();
  }

  /** Resolves when it is gone, and all that it told has been heard. */
  get end(): Promise<ChildEnd> {
    return this.#end;
  }

  /** Sends it a line. */
  write(line: string): void {
    this.#process.stdin.write(`${line}\n`);
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** The first fact that fits; rejects when the process ends without one. */
  async fact<TFit extends TFact>(fits: (fact: TFact) => fact is TFit): Promise<TFit> {
    const told = this.facts.find(fits);
    if (told !== undefined) return told;
    return await new Promise<TFit>((resolve, reject) => {
      this.onFact = (fact) => {
        if (fits(fact)) resolve(fact);
      };
      void this.#end.then((end): void => reject(new Error(`The child ended too early: ${JSON.stringify(end)}`)));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.signal("SIGKILL");
    await this.#end;
  }

  async #ended(): Promise<ChildEnd> {
    let complaints = "";
    this.#process.stderr.setEncoding("utf8").on("data", (text: string) => (complaints += text));
    // "close" comes after the last line.
    const [code, signal] = (await once(this.#process, "close")) as [ChildEnd["code"], ChildEnd["signal"]]; // as documented
    return { code, signal, complaints };
  }
}
