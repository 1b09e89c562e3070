import { keepText, keptElsewhere, keptText } from "./kept-text.ts";
import { type Shared, useShared } from "./shared.ts";

/** A value that this browser keeps, in all its tabs. */
export interface Stored<TValue> extends Shared<TValue> {
  /** `undefined` takes it away: then the default stands. */
  readonly set: (value: TValue | undefined) => void;
}

/** How a value is kept as text. */
interface Form<TValue> {
  /** `null`: nothing is kept. What makes no sense gives the default too. */
  readonly read: (text: string | null) => TValue;
  readonly write: (value: TValue) => string;
}

/** A value that the browser keeps under a name. It is the same object until it changes. */
export function stored<TValue>(name: string, { read, write }: Form<TValue>): Stored<TValue> {
  let last: { readonly text: string | null; readonly value: TValue } | undefined;
  const listeners = new Set<() => void>();
  const onStorage = ({ key = null }: Event & { readonly key?: string | null }): void => {
    if (key !== name && key !== null) return;
    keptElsewhere(key);
    for (const listener of listeners) listener();
  };
  return {
    get() {
      const text = keptText(name);
      if (last === undefined || last.text !== text) last = { text, value: read(text) };
      return last.value;
    },
    set(value) {
      keepText(name, value === undefined ? undefined : write(value));
      for (const listener of listeners) listener();
    },
    watch(listener) {
      if (listeners.size === 0) addEventListener("storage", onStorage);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) removeEventListener("storage", onStorage);
      };
    },
  };
}

/** A value that the browser keeps, as it is now. */
export function useStored<TValue>(value: Stored<TValue>): TValue {
  return useShared(value);
}

/** One of some texts; the first is the default, and is not kept. */
export function storedChoice<const TChoice extends string>(
  name: string,
  choices: readonly [TChoice, ...TChoice[]],
): Stored<TChoice> {
  return stored<TChoice>(name, {
    read: (text) => choices.find((choice) => choice === text) ?? choices[0],
    write: (choice) => choice,
  });
}

/** JSON, which `parse` checks: it gives the default for `undefined` and for what makes no sense. */
export function storedJson<TValue>(name: string, parse: (value: unknown) => TValue): Stored<TValue> {
  return stored<TValue>(name, { read: (text) => parse(parsed(text)), write: (value) => JSON.stringify(value) });
}

/** Values of one kind, each under its own name behind what all begin with. */
export function storedJsonBy<TValue>(
  prefix: string,
  parse: (value: unknown) => TValue,
): (name: string) => Stored<TValue> {
  const byName = new Map<string, Stored<TValue>>();
  return (name) => {
    const one = byName.get(name) ?? storedJson(`${prefix}${name}`, parse);
    byName.set(name, one);
    return one;
  };
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined; // somebody has written something else there
  }
}
