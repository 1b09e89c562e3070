/** The functions of a definition, in the order in which they are shown. */
const functions = [
  "tasks",
  "states",
  "actions",
  "run",
  "fold",
  "reduce",
  "in",
  "out",
  "onAnswer",
  "onAbort",
  "fallback",
  "undo",
];

/** The text of the functions of a definition: of those that it has itself, or its class. */
export function sourceOf(definition: object): string {
  return functions
    .flatMap((name) => {
      const member: unknown = Reflect.get(definition, name);
      if (typeof member !== "function") return [];
      const text = Function.prototype.toString.call(member);
      // A method begins with its name; what is none needs it in front.
      return [
        /^(?:async\s+)?\*?\s*[\w$]+\s*\(/.test(text) && !/^(?:async\s+)?function/.test(text)
          ? text
          : `${name}: ${text}`,
      ];
    })
    .join("\n\n");
}
