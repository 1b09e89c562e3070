/** A pattern of which `*` stands for any text; upper and lower case are the same. */
export interface Glob {
  readonly pattern: string;
  /** Whether the whole text is what the pattern says. Takes time by the length of the text, whatever the pattern. */
  matches(text: string): boolean;
}

/**
 * Makes a pattern of `pattern`.
 *
 * @param options - `exact`: a `*` is a `*`.
 */
export function glob(pattern: string, options: { readonly exact?: boolean } = {}): Glob {
  const folded = pattern.toLowerCase();
  const parts = options.exact === true ? [folded] : folded.split("*");
  const [first = "", ...others] = parts;
  const last = others.pop();
  const middle = others.filter((part) => part !== "");
  return {
    pattern,
    matches(text) {
      const name = text.toLowerCase();
      if (last === undefined) return name === first;
      if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
      const to = name.length - last.length;
      let at = first.length;
      // The first place for each part is as good as any other one: there is nothing to go back to.
      for (const part of middle) {
        const found = name.indexOf(part, at);
        if (found === -1) return false;
        at = found + part.length;
      }
      return at <= to;
    },
  };
}
