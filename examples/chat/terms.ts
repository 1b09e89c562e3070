const stopWords = new Set(
  (
    "a about above after again all also am an and any anything are as at be because been before being below between " +
    "both but by bye can cannot could did do does doing done down each else explain find for from further get gets " +
    "give given go good had happen happens has have having he hello help here hey hi how i if in into is it its just " +
    "know let like look make makes many may me mean means more morning evening most much must my need needs no nor not " +
    "now of off ok okay on once one only or other our out over own please same say says see she should show so some " +
    "something such talk tell than thank thanks that the their them then there these they thing things this those " +
    "through to too under until up us use used uses using very want was way we welcome well were what when where which " +
    "while who whom whose why will with work works would yes yet you your"
  ).split(" "),
);

/** The terms that a text is searched by: stems of its words without the common ones, each once, in order. */
export function termsOf(text: string): string[] {
  return [...new Set(allTermsOf(text))];
}

/** As `termsOf`, with repetitions: what an index counts. */
export function allTermsOf(text: string): string[] {
  return (text.match(/[\p{L}\p{N}_]+/gu) ?? [])
    .flatMap(withParts)
    .filter((word) => !stopWords.has(word))
    .map(stem);
}

/** `streamResult` is found as itself, and as "stream" and "result". */
function withParts(word: string): string[] {
  const parts = word.split(/(?<=[a-z])(?=[A-Z])/);
  return (parts.length > 1 ? [word, ...parts] : [word]).map((part) => part.toLowerCase());
}

/** Cuts English endings, so that "streams", "streamed" and "streaming" are one term. */
function stem(word: string): string {
  if (word.length < 4) return word;
  const singular = word
    .replace(/ies$/, "y")
    .replace(/(ss|x|ch|sh)es$/, "$1")
    .replace(/([^su])s$/, "$1");
  return singular
    .replace(/^(.*[aeiouy].+?)(?:ing|ed)$/, "$1")
    .replace(/([bdgmnprt])\1$/, "$1")
    .replace(/(...)e$/, "$1");
}
