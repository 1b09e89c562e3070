import type { RunSearch } from "../shell/search.ts";

/** A change of the view; what is `undefined` in it is taken out of the address. */
export type ViewChange = { readonly [TKey in keyof RunSearch]: RunSearch[TKey] | undefined };

/** A view with a change; what is `undefined` in it is taken out. Another step has no moment, and no repeat, of the old one. */
export function merged(old: RunSearch, change: ViewChange): RunSearch {
  const isOtherStep = Object.hasOwn(change, "s") && change.s !== old.s;
  const { m: _moment, r: _repeat, ...rest } = old;
  const all = { ...(isOtherStep ? rest : old), ...change };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
