import { completions, parseQuery, type QuerySubject, type QueryVocabulary } from "@burrjs/protocol";
import { type KeyboardEvent, type Ref, useCallback, useEffect, useId, useRef, useState } from "react";
import { mergedRefs } from "./merged-refs.ts";
import styles from "./query-box.module.css";
import { QueryMarks } from "./query-marks.tsx";

interface QueryBoxProps {
  readonly label: string;
  /** The query that holds: what was typed last without a mistake. */
  readonly value: string;
  readonly onChange: (query: string) => void;
  /** What it asks for. */
  readonly of: QuerySubject;
  readonly vocabulary: QueryVocabulary;
  readonly placeholder?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
  /** A command of the screen focuses it by this. */
  readonly name?: string;
}

const settlesAfterMs = 150;

/** A field for queries: what could come next is offered, and a mistake is marked where it is; then the last query that had none holds. */
export function QueryBox({ label, value, onChange, of, vocabulary, placeholder = "", inputRef, name }: QueryBoxProps) {
  const [text, setText] = useState(value);
  const [caret, setCaret] = useState<number | undefined>(undefined);
  const [chosen, setChosen] = useState(-1);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const apply = useOwnChanges(value, { setText, onChange });
  const { errors } = parseQuery(text, { of });
  const offered = caret === undefined ? undefined : completions(text, caret, { ...vocabulary, of });
  // `status` on the way to `status:failed` asks for nothing yet.
  const begun = offered === undefined || caret !== offered.to ? "" : text.slice(offered.from, caret).toLowerCase();
  const isUnfinished =
    begun !== "" && offered?.items.some(({ insert }) => /[:=]$/.test(insert) && insert.startsWith(begun)) === true;
  const isReady = errors.length === 0 && !isUnfinished;
  useEffect(() => {
    if (!isReady || text === value) return undefined;
    const timer = setTimeout(() => apply(text), settlesAfterMs);
    return () => clearTimeout(timer);
  }, [text, value, isReady, apply]);

  const items = offered?.items.slice(0, 8) ?? [];
  const take = (index: number): void => {
    const item = items[index];
    if (item === undefined || offered === undefined) return;
    const next = text.slice(0, offered.from) + item.insert + text.slice(offered.to);
    const at = offered.from + item.insert.length;
    setText(next);
    setChosen(-1);
    setCaret(item.insert.endsWith(":") ? at : undefined);
    queueMicrotask(() => field.current?.setSelectionRange(at, at));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === "ArrowDown" && items.length > 0) setChosen((chosen + 1) % items.length);
    else if (event.key === "ArrowUp" && items.length > 0) setChosen((chosen + items.length - 1) % items.length);
    else if (event.key === "Enter" && chosen >= 0) take(chosen);
    else if (event.key === "Enter") {
      setCaret(undefined);
      if (errors.length === 0) apply(text);
    } else if (event.key === "Escape" && caret !== undefined) setCaret(undefined);
    else if (event.key === "Escape") event.currentTarget.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const isOpen = items.length > 0 && caret !== undefined;
  return (
    <div className={styles["box"]}>
      <input
        ref={mergedRefs(field, inputRef)}
        className={`${styles["field"]} ${errors.length > 0 ? styles["wrong"] : ""}`}
        role="combobox"
        name={name}
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && chosen >= 0 ? `${id}-${chosen}` : undefined}
        aria-invalid={errors.length > 0}
        aria-describedby={errors.length > 0 ? `${id}-error` : undefined}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setCaret(event.target.selectionStart ?? event.target.value.length);
          setChosen(-1);
        }}
        onBlur={() => setCaret(undefined)}
        onKeyDown={onKeyDown}
      />
      {errors.length > 0 && <QueryMarks text={text} errors={errors} field={field} />}
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label={`Completions of ${label}`}
        className={styles["list"]}
        hidden={!isOpen}
      >
        {items.map(({ label: one, detail }, index) => (
          <li
            key={one}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            onPointerDown={(event) => {
              event.preventDefault(); // the field keeps the focus
              take(index);
            }}
          >
            <span className="mono">{one}</span>
            <span className="muted">{detail}</span>
          </li>
        ))}
      </ul>
      {errors.length > 0 && (
        <p id={`${id}-error`} className={styles["error"]}>
          {errors[0]?.message} {value.trim() !== "" && value !== text && "What is shown is what was asked for before."}
        </p>
      )}
    </div>
  );
}

interface OwnChangesOptions {
  readonly setText: (text: string) => void;
  readonly onChange: (query: string) => void;
}

/** Tells the query that was typed, and takes over what came from elsewhere: a facet, Back. */
function useOwnChanges(value: string, { setText, onChange }: OwnChangesOptions): (query: string) => void {
  const told = useRef(new Set<string>());
  useEffect(() => {
    if (told.current.has(value)) return;
    told.current.clear();
    setText(value);
  }, [value, setText]);
  const current = useRef(onChange);
  current.current = onChange;
  return useCallback((query) => {
    told.current.add(query);
    current.current(query);
  }, []);
}
