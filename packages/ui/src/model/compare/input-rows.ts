import { sameJson, type StepDetail, type ValuePreview } from "@burrjs/protocol";

/** What went into two steps, or came of them, under one name. */
export interface InputRow {
  readonly kind: "input" | "result" | "error";
  readonly name: string;
  /** A text is an error. */
  readonly a: ValuePreview | string | undefined;
  readonly b: ValuePreview | string | undefined;
  readonly isEqual: boolean;
}

type Given = Pick<StepDetail, "inputs" | "result" | "error"> | undefined;

/** Inputs, result and error of two steps by their names; keys of the engine are left out. */
export function inputRows(a: Given, b: Given): readonly InputRow[] {
  const names = new Set([...Object.keys(a?.inputs ?? {}), ...Object.keys(b?.inputs ?? {})]);
  const inputs = [...names]
    .filter((name) => !name.startsWith("__"))
    .map((name) => rowOf("input", name, [own(a?.inputs, name), own(b?.inputs, name)]));
  const others = (["result", "error"] as const).map((kind) =>
    rowOf(kind, "", [a?.[kind] ?? undefined, b?.[kind] ?? undefined]),
  );
  return [...inputs, ...others.filter((row) => row.a !== undefined || row.b !== undefined)];
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
