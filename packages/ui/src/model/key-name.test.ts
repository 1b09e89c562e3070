import { expect, it } from "vitest";
import { keyName, type PressedKey } from "./key-name.ts";

function pressed(given: Partial<PressedKey> & { readonly isAltGr?: boolean }): PressedKey {
  const none = { key: "", code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  return { ...none, ...given, getModifierState: (name) => name === "AltGraph" && given.isAltGr === true };
}

it.each([
  { when: "a letter", key: pressed({ key: "j", code: "KeyJ" }), name: "J" },
  { when: "a letter with Shift", key: pressed({ key: "J", code: "KeyJ", shiftKey: true }), name: "Shift+J" },
  { when: "a sign that needs Shift", key: pressed({ key: "?", code: "Slash", shiftKey: true }), name: "?" },
  { when: "the space bar", key: pressed({ key: " ", code: "Space" }), name: "Space" },
  { when: "Command on a Mac", key: pressed({ key: "k", code: "KeyK", metaKey: true }), name: "Ctrl+K" },
  { when: "a digit with Alt", key: pressed({ key: "2", code: "Digit2", altKey: true }), name: "Alt+2" },
  { when: "a digit with Alt on a Mac", key: pressed({ key: "™", code: "Digit2", altKey: true }), name: "Alt+2" },
  {
    when: "AltGr under Windows",
    key: pressed({ key: "[", code: "Digit8", ctrlKey: true, altKey: true, isAltGr: true }),
    name: "[",
  },
  { when: "AltGr under Linux", key: pressed({ key: "[", code: "Digit8", isAltGr: true }), name: "[" },
])("a key has the name that commands give it: $when", ({ key, name }) => {
  expect(keyName(key)).toBe(name);
});
