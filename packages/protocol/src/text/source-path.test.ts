import { posix, win32 } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { isSourcePath } from "./source-path.ts";

it.each([
  "app.ts",
  "src/app.ts",
  "src/(shop)/[id]/page.tsx",
  "src/größe 2.ts",
  "..hidden/a...ts",
  "@scope/x/~a#b?c=%2e%2e",
])("%j is the path of a source", (path) => {
  expect(isSourcePath(path)).toBe(true);
});

it.each([
  ["that is empty", ""],
  ["that leads out", "../secret.ts"],
  ["that leads out later", "src/../../secret.ts"],
  ["with a folder of no name", "src//app.ts"],
  ["that is a folder", "src/"],
  ["of this folder", "./app.ts"],
  ["from the root", "/etc/passwd"],
  ["of another machine", "//host/share/app.ts"],
  ["of Windows", String.raw`src\..\..\app.ts`],
  ["of a drive", "C:/app.ts"],
  ["that is a URL", "javascript:alert(1)"],
  ["that is a URL with a host", "https://example.com/app.ts"],
  ["with a NUL", "src/app.ts\0.png"],
  ["with a line break", "src/app.ts\nsrc"],
  ["with an escape", "src/\u001b[2J.ts"],
  ["that turns its direction", "src/\u202est.ppa"],
  ["with a character of no width", "src/a\u200bpp.ts"],
  ["with half a character", "src/\ud800.ts"],
  ["that has no end", `${"a/".repeat(600)}b.ts`],
])("a path %s is none", (_what, path) => {
  expect(isSourcePath(path)).toBe(false);
});

it("whatever is one stays below the folder, on any system, and can be written in a URL", () => {
  const part = fc.constantFrom("..", ".", "/", "\\", ":", "a", "C:", "\0", "\u202e", "\ud800", "%2e", " ", "~", "//");
  const path = fc.oneof(
    fc.array(part, { maxLength: 8 }).map((parts) => parts.join("")),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(path, (text) => {
      fc.pre(isSourcePath(text));
      expect(posix.join("/home/me/app", text)).toBe(`/home/me/app/${text}`);
      expect(win32.resolve("C:\\me\\app", text)).toBe(`C:\\me\\app\\${text.replaceAll("/", "\\")}`);
      expect(decodeURIComponent(encodeURIComponent(text))).toBe(text);
    }),
    { numRuns: 1000 },
  );
});
