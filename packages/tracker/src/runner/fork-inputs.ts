import type { ValueCodec } from "@burrjs/core/persist";
import { decodedValue, decodedValues } from "./fork-values.ts";
import { isRunnerError } from "./runner-error.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * The inputs of a fork. They hold for a whole run; but a step that ends as it was recorded had inputs of its own, which another run
 * of the parent may have had: then the fork, too, needs another run for it.
 */
export class ForkInputs {
  readonly #codec: ValueCodec;
  readonly #asked: Json;
  /** Of the run under way, in the form of the log. */
  #current: Json;

  /** Throws what cannot be read of the inputs that were asked for. */
  constructor(codec: ValueCodec, asked: Json) {
    decodedValues(codec, asked);
    this.#codec = codec;
    this.#asked = asked;
    this.#current = asked;
  }

  /** Whether the run under way has what its next step needs. `recorded`: that of a step that ends as it was recorded. */
  fits(recorded: Json | undefined): boolean {
    return Object.entries(recorded ?? this.#asked).every(([key, value]) => Object.hasOwn(this.#current, key) && JSON.stringify(this.#current[key]) === JSON.stringify(value)); // prettier-ignore
  }

  /** The inputs of a run that begins with such a step. */
  begin(recorded: Json | undefined): Readonly<Record<string, unknown>> {
    this.#current = recorded === undefined ? { ...this.#current, ...this.#asked } : { ...this.#current, ...recorded };
    return Object.fromEntries(Object.entries(this.#current).flatMap(([key, json]) => this.#read(key, json)));
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
