import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { type StateAt, type StepKey, valueQuery } from "../../../../data/step-queries.ts";
import { bytesText, countText } from "../../../../format/quantities.ts";
import { findInValue, type ValueHit } from "../../../../model/value/find-in-value.ts";
import { IconButton } from "../../../../parts/button.tsx";
import { useRun } from "../../run-context.ts";
import { useRested } from "../use-step.ts";
import state from "./state.module.css";

interface FindBoxProps {
  readonly step: StepKey;
  readonly at: StateAt;
  /** The size of the state: it is searched as a whole. */
  readonly bytes: number;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  /** The pointers of all that was found. */
  readonly onHits: (pointers: ReadonlySet<string>) => void;
  /** Goes to one of them. */
  readonly onShow: (hit: ValueHit) => void;
}

/** A larger state is not fetched to be searched. */
const mostBytes = 16_000_000;
const noHits: readonly ValueHit[] = [];

/** Finds keys and values in the state, also where it is not open. */
export function FindBox({ step, at, bytes, inputRef, onHits, onShow }: FindBoxProps) {
  const { key } = useRun();
  const [text, setText] = useState("");
  const [place, setPlace] = useState(-1);
  const wanted = useRested(text, 120);
  const isTooLarge = bytes > mostBytes;
  const { data, isFetching } = useQuery({
    ...valueQuery(key, step, { of: at, path: "" }),
    enabled: wanted !== "" && !isTooLarge,
  });
  const hits = useMemo(
    () => (data === undefined || wanted === "" ? noHits : findInValue(data.value, wanted)),
    [data, wanted],
  );
  const shownFor = useRef("");
  useEffect(() => {
    onHits(new Set(hits.map(({ pointer }) => pointer)));
    // What is typed shows its first hit; at another step nothing moves by itself.
    const [first] = shownFor.current === wanted ? [] : hits;
    if (first !== undefined || wanted === "") shownFor.current = wanted;
    setPlace(first === undefined ? -1 : 0);
    if (first !== undefined) onShow(first);
  }, [hits, onHits]);
  const to = (index: number): void => {
    const hit = hits[(index + hits.length) % Math.max(1, hits.length)];
    if (hit === undefined) return;
    setPlace((index + hits.length) % hits.length);
    onShow(hit);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") to(event.shiftKey ? place - 1 : place + 1);
    else if (event.key === "Escape" && text !== "") setText("");
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const count = hits.length === 1000 ? "1,000+" : countText(hits.length);
  const status = isTooLarge
    ? `too large to search (${bytesText(bytes)})`
    : isFetching
      ? "…"
      : hits.length === 0
        ? "nothing found"
        : place < 0
          ? `${count} found`
          : `${place + 1} of ${count}`;
  return (
    <div className={state["find"]} role="search" aria-label="Find in the state">
      <input
        ref={inputRef}
        type="search"
        aria-label="Find keys and values"
        placeholder="Find keys and values"
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {text !== "" && (
        <>
          <span className={state["found"]} role="status">
            {status}
          </span>
          <IconButton label="Previous" disabled={hits.length === 0} onClick={() => to(place - 1)}>
            <ChevronUp size={16} strokeWidth={1.5} aria-hidden />
          </IconButton>
          <IconButton label="Next" disabled={hits.length === 0} onClick={() => to(place + 1)}>
            <ChevronDown size={16} strokeWidth={1.5} aria-hidden />
          </IconButton>
        </>
      )}
    </div>
  );
}
