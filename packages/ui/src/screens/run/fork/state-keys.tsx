import { Plus } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { visibleText } from "../../../format/visible-text.ts";
import { keyProblem, type StateDraft, withKey } from "../../../model/fork/state-draft.ts";
import { Button } from "../../../parts/button.tsx";
import { ValueText } from "../../../parts/value/value-text.tsx";
import styles from "./state-field.module.css";

interface StateKeysProps {
  readonly draft: StateDraft;
  readonly keys: readonly string[];
  readonly chosen: string | undefined;
  /** The key that something is wrong with. */
  readonly wrong: string | undefined;
  readonly onChoose: (key: string) => void;
  readonly onChange: (draft: StateDraft) => void;
}

/** The keys of a state, one of them chosen: one tab stop, the arrow keys choose. */
export function StateKeys({ draft, keys, chosen, wrong, onChoose, onChange }: StateKeysProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const at = chosen === undefined ? -1 : keys.indexOf(chosen);
  useEffect(() => {
    list.current?.querySelector(`[aria-selected="true"]`)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const places: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: keys.length - 1,
    };
    const next = keys[Math.max(0, Math.min(keys.length - 1, places[event.key] ?? -1))];
    if (places[event.key] === undefined || next === undefined) return;
    event.preventDefault();
    onChoose(next);
  };
  return (
    <div className={styles["keyList"]}>
      <div
        ref={list}
        className={`${styles["options"]} inset-focus`}
        role="listbox"
        tabIndex={0}
        aria-label="Keys of the state"
        aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
        onKeyDown={onKeyDown}
      >
        {keys.map((key, index) => (
          <KeyOption
            key={key}
            id={`${id}-${index}`}
            draft={draft}
            name={key}
            isChosen={key === chosen}
            isWrong={key === wrong}
            onChoose={() => onChoose(key)}
          />
        ))}
      </div>
      <AddKey
        draft={draft}
        onAdd={(key) => {
          onChange(withKey(draft, key, "null"));
          onChoose(key);
        }}
      />
    </div>
  );
}

interface KeyOptionProps {
  readonly id: string;
  readonly draft: StateDraft;
  readonly name: string;
  readonly isChosen: boolean;
  readonly isWrong: boolean;
  readonly onChoose: () => void;
}

const looks = {
  add: { mark: "+", text: "added" },
  remove: { mark: "−", text: "taken out" },
  change: { mark: "~", text: "changed" },
  wrong: { mark: "✕", text: "wrong" },
} as const;

function KeyOption({ id, draft, name, isChosen, isWrong, onChoose }: KeyOptionProps) {
  const isRecorded = Object.hasOwn(draft.base, name);
  const edit = draft.by === "key" ? draft.edits.get(name) : undefined;
  const kind = isWrong
    ? "wrong"
    : edit === undefined
      ? undefined
      : edit === null
        ? "remove"
        : isRecorded
          ? "change"
          : "add";
  return (
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      className={`${styles["option"]} ${kind === undefined ? "" : styles[kind]}`}
      onClick={onChoose}
    >
      <span className={styles["mark"]} aria-hidden>
        {kind === undefined ? "" : looks[kind].mark}
      </span>
      <span className={styles["name"]}>{name === "" ? '""' : visibleText(name)}</span>
      {kind !== undefined && <span className="hidden-text">{looks[kind].text}</span>}
      <span className={styles["preview"]} aria-hidden>
        {isRecorded && edit === undefined && <ValueText value={draft.base[name]} limit={24} />}
      </span>
    </div>
  );
}

function AddKey({ draft, onAdd }: { readonly draft: StateDraft; readonly onAdd: (key: string) => void }) {
  const [name, setName] = useState<string | undefined>(undefined);
  // Whoever has written a name, or has left off, is at the button again.
  const wasOpen = useRef(false);
  const problemId = useId();
  if (name === undefined) {
    const open = (): void => {
      wasOpen.current = true;
      setName("");
    };
    return (
      <Button kind="ghost" className={styles["add"]} autoFocus={wasOpen.current} onClick={open}>
        <Plus size={14} strokeWidth={1.5} aria-hidden />
        Add a key
      </Button>
    );
  }
  const problem = keyProblem(draft, name);
  const add = (): void => {
    if (problem !== undefined) return;
    onAdd(name);
    setName(undefined);
  };
  return (
    <div className={styles["addKey"]}>
      <input
        className={`${styles["input"]} mono`}
        aria-label="Name of the new key"
        aria-describedby={problemId}
        aria-invalid={name !== "" && problem !== undefined}
        placeholder="name"
        autoFocus
        spellCheck={false}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") add();
          else if (event.key === "Escape") setName(undefined);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <Button disabled={problem !== undefined} onClick={add}>
        Add
      </Button>
      <span id={problemId} className={styles["hint"]}>
        {name === "" ? "Enter adds it" : problem}
      </span>
    </div>
  );
}
