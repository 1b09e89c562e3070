import fc from "fast-check";
import { expect, it } from "vitest";
import { type EditorId, editorLink, editors, isWholePath } from "./editor-link.ts";

const place = { file: "src/app.ts", line: 41 };
const ids = Object.keys(editors) as EditorId[]; // those of the table

it.each<[editor: EditorId, link: string]>([
  ["vscode", "vscode://file/home/me/shop/src/app.ts:41"],
  ["insiders", "vscode-insiders://file/home/me/shop/src/app.ts:41"],
  ["cursor", "cursor://file/home/me/shop/src/app.ts:41"],
  ["zed", "zed://file/home/me/shop/src/app.ts:41"],
  ["webstorm", "webstorm://open?file=/home/me/shop/src/app.ts&line=41"],
  ["idea", "idea://open?file=/home/me/shop/src/app.ts&line=41"],
])("%s opens %s", (editor, link) => {
  expect(editorLink(editor, "/home/me/shop", place)).toBe(link);
});

it.each([
  ["/home/me/shop/", "vscode://file/home/me/shop/src/app.ts:41"],
  ["  /home/me/my shop#1?  ", "vscode://file/home/me/my%20shop%231%3F/src/app.ts:41"],
  ["/", "vscode://file/src/app.ts:41"],
  [String.raw`C:\Users\me\shop`, "vscode://file/C:/Users/me/shop/src/app.ts:41"],
  ["c:/me", "vscode://file/c:/me/src/app.ts:41"],
  ["/home/größe", "vscode://file/home/gr%C3%B6%C3%9Fe/src/app.ts:41"],
])("in the folder %j it is %s", (folder, link) => {
  expect(editorLink("vscode", folder, place)).toBe(link);
});

it.each([
  "",
  "  ",
  "shop",
  "~/shop",
  "./shop",
  "C:shop",
  "https://example.com",
  "javascript:alert(1)//",
  "/home/\ud800",
])("%j is no whole path, and gives no address", (folder) => {
  expect(isWholePath(folder)).toBe(false);
  expect(editorLink("vscode", folder, place)).toBeUndefined();
});

it.each(["../secret.ts", "/etc/passwd", "a&line=1\n", "C:/app.ts", "src/\u202est"])(
  "the place %j of a log gives no address",
  (file) => {
    expect(editorLink("idea", "/home/me", { file, line: 1 })).toBeUndefined();
  },
);

it("whatever the texts are, an address has a scheme of the table, and the path is all of it that they decide", () => {
  const odd = fc.constantFrom(
    "/",
    "\\",
    ":",
    "?",
    "#",
    "&",
    "=",
    "%",
    "@",
    " ",
    ".",
    "..",
    "javascript:",
    "//",
    "\u202e",
    "\ud800",
    "a",
    "C:",
  );
  const text = fc.oneof(fc.array(odd, { maxLength: 12 }).map((parts) => parts.join("")), fc.string({ unit: "binary" })); // prettier-ignore
  const folders = fc.oneof(
    text,
    text.map((rest) => `/${rest}`),
    text.map((rest) => `C:\\${rest}`),
  );
  const schemes = new Set<string>(ids.map((id) => `${editors[id].scheme}:`));
  fc.assert(
    fc.property(
      fc.constantFrom(...ids),
      folders,
      fc.oneof(text, fc.constant("src/a&b=c#d?e.ts")),
      fc.nat(),
      (editor, folder, file, line) => {
        const link = editorLink(editor, folder, { file, line });
        if (link === undefined) return;
        const { protocol, host, pathname, searchParams, hash } = new URL(link);
        expect(schemes.has(protocol)).toBe(true);
        expect(hash).toBe("");
        const isQuery = editors[editor].takes === "query";
        expect(host).toBe(isQuery ? "open" : "file");
        expect([...searchParams.keys()]).toEqual(isQuery ? ["file", "line"] : []);
        const path = isQuery ? searchParams.get("file") : decodeURIComponent(pathname).replace(`:${line}`, "");
        expect(path?.endsWith(`/${file}`)).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});
