import { storedJsonBy, useStored } from "./stored.ts";

const mostPins = 8;
const pinsOf = storedJsonBy("burr-pins-", parsePins);

/** The pointers that somebody has pinned in a project: their values stay in sight. This browser keeps them. */
export function usePinnedKeys(project: string): readonly string[] {
  return useStored(pinsOf(project));
}

/** Pins a pointer, or takes the pin away. Of more than eight, the oldest goes. */
export function togglePin(project: string, pointer: string): void {
  const pins = pinsOf(project);
  const old = pins.get();
  pins.set(old.includes(pointer) ? old.filter((one) => one !== pointer) : [...old, pointer].slice(-mostPins));
}

function parsePins(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one: unknown) => typeof one === "string").slice(0, mostPins) : [];
}
