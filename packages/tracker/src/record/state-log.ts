import type { Operation, State } from "@burrjs/core";
import { escapePointer } from "@burrjs/protocol";
import { longText } from "../values/tags.ts";
import type { ValueText } from "../values/value-text.ts";
import { changesOf, operation } from "./state-patch.ts";

/**
 * A state is written as a whole when the patches since the last one outweigh it, and this length, or are so many: whoever wants a
 * state has to apply all of them.
 */
const longPatches = 1024 * 1024;
const mostPatches = 1024;

/** Of a state, or a patch, in one line. */
const longestText = 24 * 1024 * 1024;

/** A state that is no longer may take less room than what has changed in it. */
const shortState = 1024;

/** How a state is written. */
export interface StateText {
  readonly form: "key" | "patch";
  readonly text: string;
}

const noChange = '{"$patch":[]}';

type Values = Readonly<Record<string, unknown>>;

/** Writes one state after the other: as a whole, or what has changed since the one before. */
export class StateLog {
  readonly #texts: ValueText;
  #last: State | undefined;
  /** Of the last state. */
  #values: Values | undefined;
  #wholeLength = 0;
  #patchLength = 0;
  #patches = 0;
  /** Keys whose value is stored elsewhere, so that there is nothing in the log to be changed. */
  readonly #elsewhere = new Set<string>();
  /** Keys whose long value is changed in parts, and so stands in the log. */
  readonly #grown = new Set<string>();

  constructor(texts: ValueText) {
    this.#texts = texts;
  }

  /** Whether the log has this very state already. */
  has(state: State): boolean {
    return this.#last === state;
  }

  /** The next state is written as a whole: the log does not have the one before. */
  forget(): void {
    this.#last = undefined;
    this.#values = undefined;
  }

  /** The text of the next state. `delta`: what the step has done, where that is known. */
  write(state: State, delta: readonly Operation[] = []): StateText {
    return this.#next(state, delta, false) ?? this.#whole(state);
  }

  /** What has changed since the state before; `undefined` when nothing has. */
  writeChanges(state: State): StateText | undefined {
    return this.#next(state, [], true);
  }

  #next(state: State, delta: readonly Operation[], skipsNothing: boolean): StateText | undefined {
    if (this.#values === undefined) return this.#whole(state);
    const values = state.toJSON();
    const patch = this.#patchText(this.#values, values, delta);
    if (!(skipsNothing && patch === noChange)) {
      this.#patchLength += patch.length;
      this.#patches += 1;
      const isOutweighed = this.#patchLength > Math.max(this.#wholeLength, longPatches) || this.#patches > mostPatches;
      if (isOutweighed || patch.length > longestText) return this.#whole(state);
      const isShort = this.#wholeLength + this.#patchLength <= shortState;
      const whole = isShort ? this.#wholeText(values) : undefined;
      if (whole !== undefined && whole.length <= patch.length) return this.#begin(state, values, whole);
    }
    this.#last = state;
    this.#values = values;
    return skipsNothing && patch === noChange ? undefined : { form: "patch", text: patch };
  }

  #whole(state: State): StateText {
    const values = state.toJSON();
    return this.#begin(state, values, this.#wholeText(values));
  }

  #wholeText(values: Values): string {
    const text = this.#membersText(values);
    if (text.length <= longestText) return text;
    this.#grown.clear(); // no reader takes lines of any length
    return this.#membersText(values);
  }

  #membersText(values: Values): string {
    return `{${Object.keys(values).map((key) => `${JSON.stringify(key)}:${this.#valueText(key, values[key])}`).join(",")}}`; // prettier-ignore
  }

  #begin(state: State, values: Values, text: string): StateText {
    this.#last = state;
    this.#values = values;
    this.#wholeLength = text.length;
    this.#patchLength = 0;
    this.#patches = 0;
    return { form: "key", text };
  }

  #patchText(before: Values, after: Values, delta: readonly Operation[]): string {
    const operations: string[] = [];
    for (const key of Object.keys(before)) {
      if (!Object.hasOwn(after, key)) operations.push(operation("remove", `/${escapePointer(key)}`));
    }
    for (const key of Object.keys(after)) {
      if (!Object.hasOwn(before, key)) {
        operations.push(operation("add", `/${escapePointer(key)}`, this.#valueText(key, after[key])));
      } else this.#change(operations, key, { before: before[key], after: after[key], delta });
    }
    return `{"$patch":[${operations.join(",")}]}`;
  }

  #change(operations: string[], key: string, { before, after, delta }: Change): void {
    const own = delta.filter((one) => one.key === key);
    if (Object.is(before, after)) {
      // Written all the same: without freezing it may have been changed in place.
      const isRewritten = typeof after === "object" && after !== null && own.some(({ op }) => op !== "delete");
      if (isRewritten) operations.push(operation("replace", `/${escapePointer(key)}`, this.#valueText(key, after)));
      return;
    }
    const isHere = isContainer(before) && isContainer(after) && !this.#elsewhere.has(key);
    const changes = isHere ? changesOf({ key, before, after, operations: own }, this.#texts) : undefined;
    if (changes !== undefined) {
      this.#grown.add(key);
      operations.push(...changes);
      return;
    }
    if (this.#elsewhere.has(key) && sharesParts(before, after)) this.#grown.add(key);
    operations.push(operation("replace", `/${escapePointer(key)}`, this.#valueText(key, after)));
  }

  /** The text of the value of a key; long ones that never change in parts are stored elsewhere. */
  #valueText(key: string, value: unknown): string {
    const text = this.#texts.inline(value, ["state", key]);
    const isElsewhere = text.length > longText && isContainer(value) && !this.#grown.has(key);
    if (!isElsewhere) {
      this.#elsewhere.delete(key);
      return text;
    }
    const reference = this.#texts.reference(text);
    if (reference !== text) this.#elsewhere.add(key);
    return reference;
  }
}

interface Change {
  readonly before: unknown;
  readonly after: unknown;
  readonly delta: readonly Operation[];
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Whether the second of two values was made by changing some of the first. Looks at a few places. */
function sharesParts(before: unknown, after: unknown, depth = 0): boolean {
  if (!isContainer(before) || !isContainer(after) || depth > 4) return false;
  try {
    const keys = Object.keys(before).slice(0, 16);
    const items = new Set<unknown>(Array.isArray(after) ? after : []); // which may have moved
    const same = keys.filter((key) => {
      const [one, other] = [before, after].map((value): unknown => Reflect.get(value, key));
      return Object.is(one, other) || (isContainer(one) && items.has(one)) || sharesParts(one, other, depth + 1);
    });
    return keys.length > 0 && same.length * 2 >= keys.length;
  } catch {
    return false; // what cannot be looked at is written as a whole
  }
}
