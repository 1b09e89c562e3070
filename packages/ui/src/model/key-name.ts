/** A key that was pressed, as the browser's events tell it. */
export interface PressedKey {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  getModifierState(name: "AltGraph"): boolean;
}

/** Whether a character was typed with AltGr: Windows says that Ctrl and Alt are down then. */
export function isByAltGr(event: Pick<PressedKey, "getModifierState">): boolean {
  return event.getModifierState("AltGraph");
}

/** The name of a pressed key, as commands have them. */
export function keyName(event: PressedKey): string {
  const isCharacter = isByAltGr(event);
  const [isCtrl, isAlt] = [!isCharacter && (event.ctrlKey || event.metaKey), !isCharacter && event.altKey];
  // With Alt, Macs make other characters of digits.
  const key = (isAlt ? /^Digit(\d)$/.exec(event.code)?.[1] : undefined) ?? event.key;
  const isLetter = key.length === 1 && key.toLowerCase() !== key.toUpperCase();
  const isNamed = key.length > 1;
  const parts = [
    ...(isCtrl ? ["Ctrl"] : []),
    ...(isAlt ? ["Alt"] : []),
    ...(event.shiftKey && (isLetter || isNamed) ? ["Shift"] : []),
    isLetter ? key.toUpperCase() : key === " " ? "Space" : key,
  ];
  return parts.join("+");
}
