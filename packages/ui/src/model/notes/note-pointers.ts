import type { NotePointer, StepDetail } from "@burrjs/protocol";

/** A value that an observation can be about. */
export interface PointerChoice {
  readonly value: string;
  readonly text: string;
  readonly group: "State" | "Attributes";
  readonly pointer: NotePointer;
}

/** The values of a step that an observation can be about: keys of the state, then attributes of the step and its spans. */
export function pointerChoices(
  stateKeys: readonly string[],
  step: Pick<StepDetail, "attributes" | "spans_list"> | undefined,
): readonly PointerChoice[] {
  const state = stateKeys
    .filter((key) => !key.startsWith("__"))
    .map((key) => choiceOf({ type: "state_field", field_name: key, span_id: null }));
  const own = (step?.attributes ?? []).map(({ key }) =>
    choiceOf({ type: "attribute", field_name: key, span_id: null }),
  );
  const ofSpans = (step?.spans_list ?? []).flatMap(({ span_id: span, name, attributes }) =>
    attributes.map(({ key }) => choiceOf({ type: "attribute", field_name: key, span_id: span }, name)),
  );
  return [...state, ...own, ...ofSpans].filter(
    ({ value }, index, all) => all.findIndex((one) => one.value === value) === index,
  );
}

/** A pointer as the value of a choice. */
export function pointerValue({ type, field_name: name, span_id: span }: NotePointer): string {
  return JSON.stringify([type, name, span]);
}

/** A pointer for people: `state.mode`, `attribute model of 41:0.2`. */
export function pointerName({ type, field_name: name, span_id: span }: NotePointer): string {
  if (type === "state_field") return `state.${name}`;
  return span === null ? `attribute ${name}` : `attribute ${name} of ${span}`;
}

function choiceOf(pointer: NotePointer, spanName?: string): PointerChoice {
  const isState = pointer.type === "state_field";
  return {
    value: pointerValue(pointer),
    text: spanName === undefined ? pointer.field_name : `${spanName}: ${pointer.field_name}`,
    group: isState ? "State" : "Attributes",
    pointer,
  };
}
