import { useEffect, useRef, useSyncExternalStore } from "react";
import { allCommands, type Command, commandSets, type CommandSetName, type Handlers } from "../model/commands.ts";
import { isSingle, keysOf } from "../model/key-map.ts";
import { isByAltGr, keyName } from "../model/key-name.ts";
import { keyMapSetting, letterKeysSetting } from "./key-map.ts";

/** A command that can be given now, with the keys that it has now. */
interface CommandNow extends Command {
  readonly run: () => void;
}

/** What is there now, by the ids of the commands. */
const handlers = new Map<string, () => void>();
const listeners = new Set<() => void>();
let listed: readonly CommandNow[] = [];

/** The commands in the order of their table, with the keys that the user has given them. */
function changed(): void {
  const map = keyMapSetting.get();
  listed = allCommands.flatMap((command) => {
    const run = handlers.get(command.id);
    return run === undefined ? [] : [{ ...command, keys: keysOf(command, map), run }];
  });
  for (const listener of listeners) listener();
}

/** Makes the commands of a set do something while the component is there. */
export function useCommands<TSet extends CommandSetName>(set: TSet, given: Handlers<TSet>): void {
  // What it does is looked up when it is done: a component renders anew all the time.
  const current = useRef<Readonly<Record<string, (() => void) | undefined>>>(given);
  current.current = given;
  const there = Object.keys(commandSets[set].commands)
    .filter((id) => current.current[id] !== undefined)
    .join(" ");
  useEffect(() => {
    const ids = there === "" ? [] : there.split(" ");
    for (const id of ids) handlers.set(id, () => current.current[id]?.());
    changed();
    return () => {
      for (const id of ids) handlers.delete(id);
      changed();
    };
  }, [there]);
}

/** All commands that can be given now. */
export function useAllCommands(): readonly CommandNow[] {
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

/** Runs the command of a key. Keys that are typed into a field are the field's, but for those with Ctrl. */
export function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const name = keyName(event);
  const isPlain = isByAltGr(event) || (!event.ctrlKey && !event.metaKey && !event.altKey);
  // What Alt makes of a digit on a Mac is text, where text is typed.
  const isText = isPlain || (event.altKey && !name.endsWith(event.key.toUpperCase()));
  if (isText && isTyping(event.target)) return;
  if (isSingle(name) && letterKeysSetting.get() === "off") return;
  if (isPlain && isControl(event.target) && ["Enter", "Space", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"].includes(name)) return; // prettier-ignore
  if (document.querySelector('[role="dialog"], [role="menu"]') !== null && isPlain) return;
  const command = listed.toReversed().find(({ keys, isLocal = false }) => !isLocal && keys.includes(name));
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
