/** One move from a value to what stands inside of it: a key, an index, or what a message shows for another one. */
export type Hop = string | number | { readonly shown: string };

const longest = { name: 60, start: 12, end: 4 };

/** The place of a value, for messages: `state.docs[3]["a b"].get("k")`. Long names and paths are cut in the middle. */
export function pathText(root: string, hops: readonly Hop[]): string {
  const shown = hops.map(hopText);
  if (shown.length > longest.start + longest.end) {
    shown.splice(longest.start, shown.length - longest.start - longest.end, "…");
  }
  return root + shown.join("");
}

/** A call of a method that leads to a value, such as `.get("k")` of a map. */
export function callHop(method: string, argument: string | number): Hop {
  return { shown: `.${method}(${typeof argument === "number" ? argument : quotedName(argument)})` };
}

/** A key or an index of what a method gives, such as `.values()[2]`. */
export function itemHop(method: string, index: number): Hop {
  return { shown: `.${method}()[${index}]` };
}

/** A name in quotes, cut when it is long, on one line. */
export function quotedName(name: string): string {
  return JSON.stringify(name.length > longest.name ? `${name.slice(0, longest.name)}…` : name);
}

function hopText(hop: Hop): string {
  if (typeof hop === "object") return hop.shown;
  if (typeof hop === "number") return `[${hop}]`;
  const isWord = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(hop) && hop.length <= longest.name;
  return isWord ? `.${hop}` : `[${quotedName(hop)}]`;
}
