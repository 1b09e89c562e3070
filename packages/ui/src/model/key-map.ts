/** A command, as far as it is known without its screen. */
export interface KnownCommand {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  /** Its own keys. */
  readonly keys: readonly string[];
}

/** Keys that the user has given to commands, by id. */
export type KeyMap = Readonly<Record<string, readonly string[]>>;

/** Reads a map that was kept; what makes no sense is left out. */
export function parseKeyMap(value: unknown): KeyMap {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).flatMap(([id, keys]) => (isKeys(keys) ? [[id, keys]] : [])));
}

/** Reads the commands that were kept. */
export function parseKnownCommands(value: unknown): readonly KnownCommand[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) => {
    if (typeof one !== "object" || one === null) return [];
    const { id, name, group, keys } = one as Readonly<Record<string, unknown>>;
    const isText = typeof id === "string" && typeof name === "string" && typeof group === "string";
    return isText && isKeys(keys) ? [{ id, name, group, keys }] : [];
  });
}

/** The keys of a command: those of the user, or its own. */
export function keysOf(
  { id, keys = [] }: { readonly id: string; readonly keys?: readonly string[] },
  map: KeyMap,
): readonly string[] {
  return Object.hasOwn(map, id) ? (map[id] ?? keys) : keys;
}

/** The map with other keys for a command; its own keys need no entry. */
export function withKeys(map: KeyMap, command: KnownCommand, keys: readonly string[]): KeyMap {
  const { [command.id]: _old, ...rest } = map;
  const isOwn = keys.length === command.keys.length && keys.every((key, index) => key === command.keys[index]);
  return isOwn ? rest : { ...rest, [command.id]: keys };
}

/** Other commands of the same screen, or of every screen, that a key belongs to already. */
export function conflictsOf(
  commands: readonly KnownCommand[],
  map: KeyMap,
  { id, group }: KnownCommand,
): readonly KnownCommand[] {
  const own = commands.find((one) => one.id === id);
  if (own === undefined) return [];
  const keys = keysOf(own, map);
  const isNear = (other: KnownCommand): boolean =>
    screenOf(other.group) === screenOf(group) || other.group === "Everywhere" || group === "Everywhere";
  return commands.filter(
    (other) => other.id !== id && isNear(other) && keysOf(other, map).some((key) => keys.includes(key)),
  );
}

// The groups of the run page are on one screen.
const otherScreens = new Set(["Runs", "Compare", "Everywhere"]);

function screenOf(group: string): string {
  return otherScreens.has(group) ? group : "Run";
}

function isKeys(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((key) => typeof key === "string" && key !== "" && key.length < 40);
}
