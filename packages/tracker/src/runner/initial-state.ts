import type { ValueCodec } from "@burrjs/core/persist";
import { escapePointer, isInitialValue } from "@burrjs/protocol";
import { decodedValue } from "./fork-values.ts";
import { RunnerError } from "./runner-error.ts";
import type { ServedApp } from "./served-app.ts";

type Values = Readonly<Record<string, unknown>>;

/** The state that an application begins with; of one that has made steps, that is not known any more: nothing. */
export function initialState({ sequenceId, state }: ServedApp): Values {
  return sequenceId < 0 ? Object.fromEntries(Object.entries(state.toJSON())) : {};
}

/**
 * The state that a fork begins with.
 *
 * @param asked - In the form of the log. Some keys may be asked for as the application begins with them.
 * @param codec - Reads the others.
 * @param app - That application.
 * @returns The values by key.
 * @throws `unreadable-value`, with the path.
 */
export function begunState(asked: Values, codec: ValueCodec, app: ServedApp): Values {
  const initial = initialState(app);
  return Object.fromEntries(
    Object.entries(asked).map(([key, json]) => {
      const path = `/${escapePointer(key)}`;
      if (!isInitialValue(json)) return [key, decodedValue(codec, json, path)];
      if (Object.hasOwn(initial, key)) return [key, initial[key]];
      throw new RunnerError("unreadable-value", `The application of the runner begins with no value at ${path}.`, { path }); // prettier-ignore
    }),
  );
}
