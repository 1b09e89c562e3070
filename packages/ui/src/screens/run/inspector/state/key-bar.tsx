import { useQueryClient } from "@tanstack/react-query";
import { BookOpen, Copy, History, Pin, PinOff, Route } from "lucide-react";
import { type StateAt, type StepKey, valueQuery } from "../../../../data/step-queries.ts";
import { pointerText, topKey } from "../../../../model/value/pointer-text.ts";
import { IconButton } from "../../../../parts/button.tsx";
import { useCommands } from "../../../../shell/commands.ts";
import { copyText } from "../../../../shell/copy-text.ts";
import { toast } from "../../../../shell/toasts.tsx";
import { useRun } from "../../run-context.ts";
import { KeyHistory } from "./key-history.tsx";
import { togglePin, usePinnedKeys } from "../../../../data/pinned-keys.ts";
import state from "./state.module.css";

interface KeyBarProps {
  readonly step: StepKey;
  readonly at: StateAt;
  readonly pointer: string;
  readonly writers: Readonly<Record<string, { readonly sequence_id: number; readonly action: string }>>;
  readonly onRead: () => void;
}

/** What can be done with the selected value. */
export function KeyBar({ step, at, pointer, writers, onRead }: KeyBarProps) {
  const { key, search, move, jump } = useRun();
  const client = useQueryClient();
  const pins = usePinnedKeys(key.project);
  const hasHistory = search.open === "history";
  const setHistory = (isOpen: boolean): void => move({ open: isOpen ? "history" : undefined });
  const top = topKey(pointer) ?? "";
  const writer = Object.hasOwn(writers, top) ? writers[top] : undefined;
  const isPinned = pins.includes(pointer);
  const path = pointerText(pointer);
  const copy = (text: string, what: string): void => copyText(text, `${what} copied.`);
  const copyValue = (): void => {
    void client.fetchQuery(valueQuery(key, step, { of: at, path: pointer })).then(
      ({ value }) => copy(typeof value === "string" ? value : JSON.stringify(value, null, 2), "Value"),
      (error: Error) => toast(error.message),
    );
  };
  const toWriter = (): void => {
    if (writer === undefined) toast(`No step wrote ${path}: it was there from the start.`);
    else if (writer.sequence_id === step.sequenceId && at === "after") toast(`This step wrote ${path}.`);
    else jump({ s: writer.sequence_id, view: "after" });
  };
  useCommands("stateKey", {
    "key-writer": toWriter,
    "key-copy": copyValue,
    "key-copy-path": () => copy(path, "Path"),
    "key-history": () => setHistory(!hasHistory),
    "key-pin": () => togglePin(key.project, pointer),
  });
  return (
    <div className={state["bar"]}>
      {hasHistory && <KeyHistory pointer={pointer} onClose={() => setHistory(false)} />}
      <div className={state["barLine"]} role="toolbar" aria-label={`About ${path}`}>
        <button type="button" className={state["path"]} title="Copy path" onClick={() => copy(path, "Path")}>
          {path}
        </button>
        <IconButton
          label={
            writer === undefined ? "No step wrote it" : `Go to its writer, ${writer.action} #${writer.sequence_id}`
          }
          disabled={writer === undefined}
          onClick={toWriter}
        >
          <Route size={14} strokeWidth={1.5} aria-hidden />
        </IconButton>
        <IconButton label="History of this key" aria-expanded={hasHistory} onClick={() => setHistory(!hasHistory)}>
          <History size={14} strokeWidth={1.5} aria-hidden />
        </IconButton>
        <IconButton
          label={isPinned ? "Take the pin away" : "Pin"}
          aria-pressed={isPinned}
          onClick={() => togglePin(key.project, pointer)}
        >
          {isPinned ? (
            <PinOff size={14} strokeWidth={1.5} aria-hidden />
          ) : (
            <Pin size={14} strokeWidth={1.5} aria-hidden />
          )}
        </IconButton>
        <IconButton label="Read in a box" onClick={onRead}>
          <BookOpen size={14} strokeWidth={1.5} aria-hidden />
        </IconButton>
        <IconButton label="Copy value" onClick={copyValue}>
          <Copy size={14} strokeWidth={1.5} aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}
