import { storedChoice, storedJson } from "../data/stored.ts";
import { type KnownCommand, parseKeyMap, parseKnownCommands } from "../model/key-map.ts";

/** Whether single letters do something (WCAG 2.1.4). */
export const letterKeysSetting = storedChoice("burr-letter-keys", ["on", "off"]);

/** The keys that the user has given to commands, by the commands' ids; an empty list takes all keys away. */
export const keyMapSetting = storedJson("burr-key-map", parseKeyMap);

/** The commands that this browser has ever met, with their own keys: those of other screens are not there to ask. */
export const knownCommands = storedJson("burr-commands", parseKnownCommands);

/** Keeps commands that are new in mind. */
export function rememberCommands(commands: readonly KnownCommand[]): void {
  const known = new Map(knownCommands.get().map((one) => [one.id, one] as const));
  const isNew = ({ id, name, keys }: KnownCommand): boolean =>
    known.get(id)?.name !== name || known.get(id)?.keys.join(" ") !== keys.join(" ");
  const met = commands.filter((one) => isNew(one));
  if (met.length === 0) return;
  for (const { id, name, group, keys } of met) known.set(id, { id, name, group, keys });
  knownCommands.set([...known.values()]);
}
