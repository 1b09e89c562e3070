import { BurrError, isBurrError } from "@burrjs/core";
import { type ClassCodec, valueCodec, type ValueCodec } from "@burrjs/core/persist";
import { burrErrorCodec } from "./burr-error-codec.ts";
import type { ClassesReference } from "./messages.ts";
import { tamed } from "./tamed-error.ts";

/** How values go from thread to thread: as text, from which they are made anew, exactly as they were. */
export class Crossing {
  readonly #codec: ValueCodec;

  constructor(classes: readonly ClassCodec[] = []) {
    this.#codec = valueCodec({ classes: [burrErrorCodec, ...classes] });
  }

  /** With the codecs of classes that a module has, which is imported. */
  static async load({ module, name }: ClassesReference): Promise<Crossing> {
    const { [name]: classes } = (await import(module)) as Readonly<Record<string, unknown>>;
    if (Array.isArray(classes)) return new Crossing(classes as readonly ClassCodec[]); // the codec checks what they are
    throw new BurrError(
      "invalid-option",
      `\`classes\` of threadsExecutor(): the module ${module} has no list "${name}". Export it: export const ${name} = [classCodec({ … })].`,
      { option: "classes" },
    );
  }

  /** Throws `unserializable-value` for what cannot cross, with its path and the place of the task. */
  encode(value: unknown, path: string, place: number): string {
    try {
      return this.#codec.encode(value, path);
    } catch (error) {
      if (!isBurrError(error) || error.code !== "unserializable-value") throw error;
      const { message, details } = error;
      throw new BurrError(
        "unserializable-value",
        `The task at place ${place} runs in a thread, and one of its values cannot cross: ${message}`,
        details,
        { cause: error },
      );
    }
  }

  decode(text: string): unknown {
    return this.#codec.decode(text);
  }

  /** Never throws: of an error that cannot cross as it is, the name, the message, the stack and the cause go over. */
  encodeError(error: unknown): string {
    return this.#codec.encode(
      tamed(error, (value) => this.#canCross(value)),
      "error",
    );
  }

  #canCross(value: unknown): boolean {
    try {
      this.#codec.encode(value, "");
      return true;
    } catch {
      return false; // the answer
    }
  }
}
