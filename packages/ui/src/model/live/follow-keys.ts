const harmless = new Set(["Shift", "Control", "Alt", "Meta", "Tab", "Escape", "?", "l", "L", "y", "Y"]);

/** A key that was pressed, as the browser's events tell it. */
interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Whether a key leaves the newest step followed: it moves nothing, or it is that of following itself. */
export function isOwnKeyOfFollowing({ key, ctrlKey, metaKey, altKey }: PressedKey): boolean {
  return ctrlKey || metaKey || altKey || harmless.has(key);
}
