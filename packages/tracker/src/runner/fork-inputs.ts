import type { ValueCodec } from "@burrjs/core/persist";
import type { AskedInput } from "@burrjs/protocol";
import { decodedValue, decodedValues } from "./fork-values.ts";
import { isRunnerError } from "./runner-error.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * The inputs of a fork. They hold for a whole run; but a step that ends as it was recorded had inputs of its own, which another run
 * of the parent may have had: then the fork, too, needs another run for it. An action that comes again asks for others, as a
 * conversation does when it is the person's turn.
 */
export class ForkInputs {
  readonly #codec: ValueCodec;
  #asked: Json;
  /** Of the run under way, in the form of the log. */
  #current: Json;
  /** The actions that have had these inputs; `undefined`: they hold as often as an action comes. */
  #used: Set<string> | undefined = new Set();

  /** Throws what cannot be read of the inputs that were asked for. */
  constructor(codec: ValueCodec, asked: Json) {
    decodedValues(codec, asked);
    this.#codec = codec;
    this.#asked = asked;
    this.#current = asked;
  }

  /** Takes more, from the next run on. Throws what cannot be read of them. */
  give(inputs: Json): void {
    decodedValues(this.#codec, inputs);
    this.#asked = { ...this.#asked, ...inputs };
    this.#used = new Set();
  }

  /** They hold from now on, also for actions that come again. */
  keep(): void {
    this.#used = undefined;
  }

  /** An action begins, and has them. */
  use(action: string): void {
    this.#used?.add(action);
  }

  /** Which of the inputs that an action takes somebody has to give, or may give anew, before it runs. */
  wanted(action: string, names: readonly string[]): readonly AskedInput[] {
    const given = this.#values({ ...this.#current, ...this.#asked });
    const all = names.map((name) => ({ name, has_value: Object.hasOwn(given, name) }));
    return this.#used?.has(action) === true ? all : all.filter(({ has_value: has }) => !has);
  }

  /** Whether the run under way has what its next step needs. `recorded`: that of a step that ends as it was recorded. */
  fits(recorded: Json | undefined): boolean {
    return Object.entries(recorded ?? this.#asked).every(([key, value]) => Object.hasOwn(this.#current, key) && JSON.stringify(this.#current[key]) === JSON.stringify(value)); // prettier-ignore
  }

  /** The inputs of a run that begins with such a step. */
  begin(recorded: Json | undefined): Json {
    this.#current = { ...this.#current, ...(recorded ?? this.#asked) };
    return this.#values(this.#current);
  }

  #values(inputs: Json): Json {
    return Object.fromEntries(Object.entries(inputs).flatMap(([key, json]) => this.#read(key, json)));
  }

  /** What was hidden from the log, say, is missing. */
  #read(key: string, json: unknown): readonly (readonly [string, unknown])[] {
    try {
      return [[key, decodedValue(this.#codec, json, key)]];
    } catch (error) {
      if (isRunnerError(error)) return [];
      throw error;
    }
  }
}
