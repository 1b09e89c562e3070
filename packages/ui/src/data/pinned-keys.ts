import { type Stored, storedJson, useStored } from "./stored.ts";

const byProject = new Map<string, Stored<readonly string[]>>();
const mostPins = 8;

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

function pinsOf(project: string): Stored<readonly string[]> {
  const known = byProject.get(project);
  if (known !== undefined) return known;
  const made = storedJson(`burr-pins-${project}`, parsePins);
  byProject.set(project, made);
  return made;
}

function parsePins(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one: unknown) => typeof one === "string").slice(0, mostPins) : [];
}
