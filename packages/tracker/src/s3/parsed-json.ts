/** The value of a JSON text; `undefined` when it is none: what cannot be read says nothing. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
