/** What tells of which try a span is. */
interface NamedSpan {
  readonly span_id: string;
}

/**
 * Says of which try of its step a span is: `try 1`, or "" where there is but one. Spans of earlier tries have its number in their
 * id, as in `0:0#1`.
 */
export function tryNames(spans: readonly NamedSpan[]): (span: NamedSpan) => string {
  const last = spans.reduce((most, { span_id: id }) => Math.max(most, earlierTry(id) ?? 0), 0) + 1;
  return last === 1 ? () => "" : ({ span_id: id }) => `try ${earlierTry(id) ?? last}`;
}

/** The id of a span as its try gave it, without the number of the try. */
export function ownSpanId(id: string): string {
  return earlierTry(id) === undefined ? id : id.slice(0, id.lastIndexOf("#"));
}

/** The number of the try in the id of a span; `undefined`: it is of the last one. */
export function earlierTry(id: string): number | undefined {
  const number = /#([1-9]\d{0,5})$/.exec(id)?.[1];
  return number === undefined ? undefined : Number(number);
}
