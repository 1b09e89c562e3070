import { sameJson, type StepDetail, type ValuePreview } from "@burrjs/protocol";

/** What went into two steps, or came of them, under one name. */
export interface InputRow {
  readonly kind: "input" | "answer" | "result" | "error";
  readonly name: string;
  /** A text is an error. */
  readonly a: ValuePreview | string | undefined;
  readonly b: ValuePreview | string | undefined;
  readonly isEqual: boolean;
}

type Given = Pick<StepDetail, "inputs" | "answers" | "result" | "error"> | undefined;

/** Inputs, what persons answered, result and error of two steps by their names; keys of the engine are left out. */
export function inputRows(a: Given, b: Given): readonly InputRow[] {
  const inputs = namedRows("input", a?.inputs, b?.inputs);
  const answers = namedRows("answer", a?.answers, b?.answers);
  const others = (["result", "error"] as const).map((kind) =>
    rowOf(kind, "", [a?.[kind] ?? undefined, b?.[kind] ?? undefined]),
  );
  return [...inputs, ...answers, ...others.filter((row) => row.a !== undefined || row.b !== undefined)];
}

type Values = Readonly<Record<string, ValuePreview>> | undefined;

function namedRows(kind: InputRow["kind"], a: Values, b: Values): readonly InputRow[] {
  const names = new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})]);
  return [...names]
    .filter((name) => !name.startsWith("__"))
    .map((name) => rowOf(kind, name, [own(a, name), own(b, name)]));
}

function rowOf(kind: InputRow["kind"], name: string, [a, b]: readonly [InputRow["a"], InputRow["b"]]): InputRow {
  return { kind, name, a, b, isEqual: isEqual(a, b) };
}

function own<TValue>(values: Readonly<Record<string, TValue>> | undefined, name: string): TValue | undefined {
  return values !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
}

function isEqual(a: InputRow["a"], b: InputRow["b"]): boolean {
  if (typeof a !== "object" || typeof b !== "object") return a === b;
  return a.bytes === b.bytes && a.preview === b.preview && sameJson(a.value, b.value);
}
