const common = new Set(
  "a about an and are as at be become by did do for from had has have how in is it known of on that the them there they to was were what when where which who why with".split(" "), // prettier-ignore
);

/** The terms that a text is searched by: its words without the common ones and without their endings, in order. */
export function termsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => !common.has(word)).map(stem);
}

/** "lamps" and "lamp" are one term, and so are "burned" and "burning". */
function stem(word: string): string {
  return word.length < 5 ? word : word.replace(/(ing|ed|er|es|e|s)$/, "");
}
