import type { LooseConfig } from "../application/application.ts";

/** Where builders and applications show what they were made with. */
export const template: unique symbol = Symbol("template");

/** What a builder or an application was made with: what others like it can be made with. `undefined` for anything else. */
export function templateOf(value: unknown): LooseConfig | undefined {
  if (typeof value !== "object" || value === null || !(template in value)) return undefined;
  return value[template] as LooseConfig; // the symbol is this file's own
}
