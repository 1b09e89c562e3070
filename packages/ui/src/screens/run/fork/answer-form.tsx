import type { WaitingFor } from "@burrjs/protocol";
import { type SyntheticEvent, useId, useMemo, useState } from "react";
import type { RunKey } from "../../../data/run-key.ts";
import { visibleText } from "../../../format/visible-text.ts";
import { answerFields, fieldName, filledAnswer } from "../../../model/fork/answer-fields.ts";
import { parsedJson } from "../../../model/fork/parsed-json.ts";
import { Button } from "../../../parts/button.tsx";
import { Segments } from "../../../parts/segments.tsx";
import { toast } from "../../../shell/toasts.tsx";
import { AnswerFieldView } from "./answer-field.tsx";
import styles from "./controls.module.css";
import { JsonEditor } from "./json-editor.tsx";
import { useControl } from "./use-control.ts";

const forms = [
  { value: "fields", text: "Fields" },
  { value: "json", text: "JSON" },
] as const;

/** The form of an answer: by the fields of its schema where they are known, else as JSON. What does not fit is said where it stands. */
export function AnswerForm({ run, waiting }: { readonly run: RunKey; readonly waiting: WaitingFor }) {
  const fields = useMemo(() => answerFields(waiting.schema), [waiting.schema]);
  const [form, setForm] = useState<"fields" | "json">(fields === undefined ? "json" : "fields");
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [json, setJson] = useState("");
  const [isTried, setTried] = useState(false);
  const [refusal, setRefusal] = useState<string | undefined>(undefined);
  const { isBusy, ask } = useControl(run);
  const refusalId = useId();
  const isFields = form === "fields" && fields !== undefined;
  const filled = isFields ? filledAnswer(fields, texts) : undefined;
  const parsed = isFields ? undefined : parsedJson(json);
  const wrong = filled !== undefined && "wrong" in filled ? filled.wrong : new Map<string, string>();
  const problem = parsed !== undefined && "problem" in parsed && (isTried || json !== "") ? parsed.problem : undefined;
  const change = (next: "fields" | "json"): void => {
    if (next === "json" && filled !== undefined && "answer" in filled) setJson(JSON.stringify(filled.answer, null, 2));
    setForm(next);
    setRefusal(undefined);
  };
  const post = async (answer: unknown): Promise<void> => {
    try {
      await ask({ type: "answer", suspension_id: waiting.id, answer });
      toast("Answered: the run goes on.");
      // The form goes away: whoever used it is at the run again.
      document.querySelector<HTMLElement>("#main")?.focus();
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    }
  };
  const send = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setTried(true);
    setRefusal(undefined);
    const answer = filled === undefined ? (parsed !== undefined && "value" in parsed ? { is: parsed.value } : undefined) : "answer" in filled ? { is: filled.answer } : undefined; // prettier-ignore
    if (answer === undefined) {
      const [first] = wrong.keys();
      if (first !== undefined)
        event.currentTarget.querySelector<HTMLElement>(`[name="${CSS.escape(`answer-${first}`)}"]`)?.focus();
      return;
    }
    if (isBusy) return;
    void post(answer.is);
  };
  return (
    <form className={styles["form"]} onSubmit={send} noValidate>
      {fields !== undefined && <Segments label="How it is answered" options={forms} value={form} onChange={change} />}
      {isFields ? (
        fields.map((field) => {
          const name = fieldName(field);
          return (
            <AnswerFieldView
              key={name}
              field={field}
              text={texts[name] ?? field.first}
              wrong={isTried ? wrong.get(name) : undefined}
              onChange={(text) => {
                setRefusal(undefined);
                setTexts((old) => ({ ...old, [name]: text }));
              }}
            />
          );
        })
      ) : (
        <JsonEditor
          label="Answer, as JSON"
          value={json}
          problem={problem}
          rows={[4, 12]}
          onChange={(text) => {
            setRefusal(undefined);
            setJson(text);
          }}
        />
      )}
      {refusal !== undefined && (
        <p id={refusalId} className={styles["wrong"]} role="alert">
          {visibleText(refusal)}
        </p>
      )}
      <div>
        <Button type="submit" aria-disabled={isBusy}>
          {isBusy ? "Answering …" : "Answer"}
        </Button>
      </div>
    </form>
  );
}
