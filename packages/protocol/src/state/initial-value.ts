import { isTagged } from "./tags.ts";

/**
 * What stands for the value of a key in the state of a fork when the key is to begin as it does in the application: the runner puts it
 * there, and nobody else gets to know it.
 */
export const initialValue = { $burr: "initial" } as const;

/** Whether a value stands for that which the application begins with. */
export function isInitialValue(value: unknown): boolean {
  return isTagged(value) && value.$burr === initialValue.$burr;
}
