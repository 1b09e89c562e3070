import { useEffect, useRef, useSyncExternalStore } from "react";
import { keysOf } from "../model/key-map.ts";
import { keyMapSetting, letterKeysSetting, rememberCommands } from "./key-map.ts";

/** Something that a key does, and the palette and the key sheet list. */
export interface Command {
  readonly id: string;
  /** A verb, for people. */
  readonly name: string;
  /** As `KeyboardEvent.key`, with `Ctrl+`, `Alt+` or `Shift+` in front; several ones do the same. */
  readonly keys?: readonly string[];
  /** Under what the sheet shows it. */
  readonly group: string;
  /** Its keys are the pane's own business: here they are only listed. */
  readonly isLocal?: boolean;
  readonly run: () => void;
}

const commands = new Map<string, Command>();
const listeners = new Set<() => void>();
let listed: readonly Command[] = [];

/** The commands with the keys that the user has given them. */
function changed(): void {
  const map = keyMapSetting.get();
  listed = [...commands.values()].map((command) => ({ ...command, keys: keysOf(command, map) }));
  for (const listener of listeners) listener();
}

/** Makes commands known while the component is there. The newest one that has a key gets it. */
export function useCommands(given: readonly Command[]): void {
  const current = useRef(given);
  current.current = given;
  const shape = given.map(({ id, name, keys = [] }) => `${id}|${name}|${keys.join(" ")}`).join("\n");
  useEffect(() => {
    for (const one of current.current) {
      // What it does is looked up when it is done: a component renders anew all the time.
      commands.set(one.id, { ...one, run: () => current.current.find(({ id }) => id === one.id)?.run() });
    }
    rememberCommands(current.current.map(({ id, name, group, keys = [] }) => ({ id, name, group, keys })));
    changed();
    return () => {
      for (const line of shape.split("\n")) commands.delete(line.split("|")[0] ?? "");
      changed();
    };
  }, [shape]);
}

/** All commands that are known now. */
export function useAllCommands(): readonly Command[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      const end = keyMapSetting.watch(() => changed());
      return () => {
        listeners.delete(listener);
        end();
      };
    },
    () => listed,
  );
}

/** The name of a pressed key, as in `Command.keys`. */
export function keyName(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">): string {
  const { key } = event;
  const isLetter = key.length === 1 && key.toLowerCase() !== key.toUpperCase();
  const isNamed = key.length > 1;
  const parts = [
    ...(event.ctrlKey || event.metaKey ? ["Ctrl"] : []),
    ...(event.altKey ? ["Alt"] : []),
    ...(event.shiftKey && (isLetter || isNamed) ? ["Shift"] : []),
    isLetter ? key.toUpperCase() : key === " " ? "Space" : key,
  ];
  return parts.join("+");
}

/** Runs the command of a key. Keys that are typed into a field are the field's, but for those with Ctrl. */
export function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const name = keyName(event);
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (isPlain && isTyping(event.target)) return;
  if (isPlain && event.key.length === 1 && event.key !== " " && letterKeysSetting.get() === "off") return;
  if (isPlain && isControl(event.target) && ["Enter", "Space", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"].includes(name)) return; // prettier-ignore
  if (document.querySelector('[role="dialog"], [role="menu"]') !== null && isPlain) return;
  const command = listed.toReversed().find(({ keys = [], isLocal = false }) => !isLocal && keys.includes(name));
  if (command === undefined) return;
  event.preventDefault();
  command.run();
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches(
        'input:not([type="checkbox"], [type="radio"], [type="range"]), textarea, select, [role="combobox"]',
      ))
  );
}

/** Keys that these use themselves stay theirs. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, summary, [role="tab"], [role="slider"], [role="treeitem"], [role="menuitem"], [role="option"]') !== null; // prettier-ignore
}
