import { callHop, type Hop, itemHop } from "./path.ts";
import { type Kind, kind, succeeds } from "./tagged.ts";
import { storedList, storedText } from "./unreadable.ts";

/** Dates, as ISO text; `null` is the invalid one. */
export const dateKind: Kind = kind({
  tag: "date",
  is: (value): value is Date => succeeds(() => Date.prototype.getTime.call(value as Date)), // or it throws
  encode: (date) => (Number.isNaN(date.getTime()) ? null : date.toISOString()),
  decode(stored) {
    const date = new Date(stored === null ? Number.NaN : storedText(stored));
    if (stored !== null && date.toISOString() !== stored) throw new TypeError("This is no ISO date.");
    return date;
  },
});

/** Maps, as a list of pairs. */
export const mapKind: Kind = kind({
  tag: "map",
  is: (value): value is Map<unknown, unknown> => succeeds(() => Reflect.get(Map.prototype, "size", value)),
  encode: (map, { part }) =>
    Array.from(map, ([key, item], index) => [part(key, itemHop("keys", index)), part(item, entryHop(key, index))]),
  decode(stored, { part }) {
    const pairs = storedList(stored).map((pair) => storedList(pair, 2));
    return new Map(pairs.map(([key, item]) => [part(key), part(item)]));
  },
});

/** Sets, as a list. */
export const setKind: Kind = kind({
  tag: "set",
  is: (value): value is Set<unknown> => succeeds(() => Reflect.get(Set.prototype, "size", value)),
  encode: (set, { part }) => Array.from(set, (item, index) => part(item, itemHop("values", index))),
  decode: (stored, { part }) => new Set(storedList(stored).map((item) => part(item))),
});

/** Regular expressions, with the place where the next search begins. */
export const regexpKind: Kind = kind({
  tag: "regexp",
  is: (value): value is RegExp => succeeds(() => Reflect.get(RegExp.prototype, "source", value)),
  encode: (regexp, { part }) => [regexp.source, regexp.flags, part(regexp.lastIndex, "lastIndex")],
  decode(stored, { part }) {
    const [source, flags, lastIndex] = storedList(stored, 3);
    return Object.assign(new RegExp(storedText(source), storedText(flags)), { lastIndex: part(lastIndex) });
  },
});

/** URLs, as text. */
export const urlKind: Kind = kind({
  tag: "url",
  is: (value): value is URL => succeeds(() => Reflect.get(URL.prototype, "href", value)),
  encode: (url) => url.href,
  decode: (stored) => new URL(storedText(stored)),
});

function entryHop(key: unknown, index: number): Hop {
  return typeof key === "string" || typeof key === "number" ? callHop("get", key) : itemHop("values", index);
}
