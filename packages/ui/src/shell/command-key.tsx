import { useStored } from "../data/stored.ts";
import { allCommands, type CommandId } from "../model/commands.ts";
import { isSingle, keysOf } from "../model/key-map.ts";
import { Keys } from "../parts/keys.tsx";
import { keyMapSetting, letterKeysSetting } from "./key-map.ts";

const byId = new Map(allCommands.map((command) => [command.id, command]));

/** The first key that a command has now; `undefined`: none. */
export function useCommandKey(id: CommandId): string | undefined {
  const map = useStored(keyMapSetting);
  const hasSingles = useStored(letterKeysSetting) === "on";
  const command = byId.get(id);
  return command && keysOf(command, map).find((key) => hasSingles || !isSingle(key));
}

/** The key of a command, in a sentence; of one that has none, what the palette calls it. */
export function CommandKey({ of }: { readonly of: CommandId }) {
  const key = useCommandKey(of);
  return key === undefined ? <>“{byId.get(of)?.name}”</> : <Keys keys={[key]} />;
}

/** What a button says of itself on hover, with the key that does the same. */
export function useTitle(text: string, of: CommandId): string {
  const key = useCommandKey(of);
  return key === undefined ? text : `${text} (${key})`;
}
