import { lex, type Word } from "./lex.ts";
import { isKnownOf } from "./facts.ts";
import type { QuerySubject } from "./query.ts";
import { closedValues, type NameField, type QueryField, queryFields, stateField } from "./query-fields.ts";

/** Of what is asked: fields that are not known of those are not offered. Default: all are. */
interface CompletionOptions {
  readonly of?: QuerySubject;
}

/** What the logs at hand have, by field: names of actions, keys of state, tags. `edge`: `ask->answer`. `state`: paths with dots. */
export type QueryVocabulary = Readonly<Partial<Record<NameField | "edge" | "state", readonly string[]>>>;

/** What could be typed. */
export interface Completion {
  readonly label: string;
  /** What to put in the place of `from` to `to`. */
  readonly insert: string;
  readonly detail: string;
}

/** What could be typed at a place of a query, and which part of the query it would replace. */
export interface Completions {
  readonly from: number;
  readonly to: number;
  readonly items: readonly Completion[];
}

const mostItems = 50;

/**
 * What could be typed where the caret is: names of fields, then values that occur in the logs.
 *
 * @param caret - A position in `text`, as in an input field.
 */
export function completions(
  text: string,
  caret: number,
  { of, ...vocabulary }: QueryVocabulary & CompletionOptions,
): Completions {
  const word = lex(text).find(({ from, to }) => from <= caret && caret <= to);
  if (word === undefined) return { from: caret, to: caret, items: fieldItems("", vocabulary, of) };
  if (word.field !== undefined && caret >= word.valueFrom) return valuesOf(word, word.field, vocabulary, text, caret);
  const from = word.from + (word.negated ? 1 : 0);
  const typed = text.slice(from, caret);
  return { from, to: word.field === undefined ? word.to : word.valueFrom, items: fieldItems(typed, vocabulary, of) };
}

function fieldItems(typed: string, vocabulary: QueryVocabulary, of: QuerySubject | undefined): readonly Completion[] {
  const isFitting = (known: QueryField): boolean => of === undefined || isKnownOf(of, known);
  const fields = [...queryFields]
    .filter(([, known]) => isFitting(known))
    .map(([name, { detail }]) => ({ label: name, insert: `${name}:`, detail }));
  const keys = (isFitting(stateField) ? (vocabulary.state ?? []) : []).map((path) => ({
    label: `state.${path}`,
    insert: `state.${path}=`,
    detail: stateField.detail,
  }));
  return best([...fields, ...keys, { label: "OR", insert: "OR ", detail: "or" }], typed);
}

function valuesOf(
  word: Word,
  field: string,
  vocabulary: QueryVocabulary,
  ...[text, caret]: readonly [string, number]
): Completions {
  const known = queryFields.get(field);
  const sign = /^[<>=!]*/.exec(text.slice(word.valueFrom, caret))?.[0] ?? "";
  const from = word.valueFrom + sign.length;
  const typed = text.slice(from, caret).replaceAll('"', "");
  const values = known === undefined ? [] : valuesFor(known, vocabulary);
  const items = values.map((value) => ({ label: value, insert: quoted(value), detail: known?.detail ?? "" }));
  return { from, to: word.to, items: best(items, typed) };
}

function valuesFor(known: QueryField, vocabulary: QueryVocabulary): readonly string[] {
  switch (known.kind) {
    case "edge":
      return vocabulary.edge ?? [];
    case "name":
      return vocabulary[known.field] ?? closedValues.get(known.field) ?? [];
    default:
      return [];
  }
}

function quoted(value: string): string {
  return /[\s"*]/.test(value) || value === "" ? `"${value.replace(/["\\]/g, "\\$&")}"` : value;
}

/** Those that begin with what was typed, then those that have it elsewhere. */
function best(items: readonly Completion[], typed: string): readonly Completion[] {
  const sought = typed.toLowerCase();
  const begin = items.filter(({ label }) => label.toLowerCase().startsWith(sought));
  const inside = items.filter(({ label }) => label.toLowerCase().indexOf(sought) > 0);
  return [...begin, ...inside].slice(0, mostItems);
}
