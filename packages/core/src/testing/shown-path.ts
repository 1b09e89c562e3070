/** A step of a path that a finding shows. */
export interface ShownStep {
  readonly name: string;
  /** Whether it is left by a transition on error. */
  readonly fails: boolean;
}

/** The path that the message of a finding shows: `a → b → on error → c`. Of a path of one action it may say nothing. */
export function shownPath(message: string, names: readonly string[]): ShownStep[] {
  const [, text = names.join(" → ")] = /on the path ([\w →]+)/.exec(message) ?? [];
  const words = text.trim().split(" → ");
  return words.flatMap((name, index) =>
    name === "on error" ? [] : [{ name, fails: words[index + 1] === "on error" }],
  );
}
