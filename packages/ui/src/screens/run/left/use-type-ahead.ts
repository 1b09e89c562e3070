import { useRef } from "react";
import { letterKeysSetting } from "../../../shell/key-map.ts";
import { useAllCommands } from "../../../shell/commands.ts";
import { rowOfTyping } from "../../../model/rows/type-ahead.ts";
import { useRun } from "../run-context.ts";
import type { Tree } from "./use-tree.ts";

/** Letters that come within this time belong together. */
const togetherMs = 700;

/**
 * Goes to the row whose name begins with what is typed. A letter that is the key of a command is the command's, unless it goes on with
 * what is being typed; where letters are no keys, all letters are for this.
 *
 * @returns Whether the key was one of these letters.
 */
export function useTypeAhead({ list, select }: Tree, index: number): (key: string) => boolean {
  const { steps } = useRun();
  const commands = useAllCommands();
  const last = useRef(nothing);
  return (key) => {
    const before = last.current;
    last.current = nothing;
    if (!/^[\p{L}\p{N}_]$/u.test(key)) return false;
    const now = performance.now();
    const goesOn = now - before.atMs < togetherMs;
    const isCommand =
      letterKeysSetting.get() !== "off" &&
      commands.some(({ keys, isLocal = false }) => !isLocal && keys.includes(key.toUpperCase()));
    if (!goesOn && isCommand) return false;
    const typed = (goesOn ? before.typed : "") + key;
    const found = rowOfTyping(list, steps, { index, typed });
    // Where no name goes on like this, the letter means its command.
    if (found < 0 && isCommand) return false;
    last.current = { typed, atMs: now };
    if (found >= 0) select(found);
    return true;
  };
}

const nothing = { typed: "", atMs: Number.NEGATIVE_INFINITY };
