import { expect, it } from "vitest";
import { sourcePlace } from "./source-place.ts";

const folder = "/home/me/shop";
const app = "    at file:///home/me/shop/src/app.ts:41:13";
const engine = "    at node:internal/modules/run_main:93:26";

it.each<[what: string, frames: readonly string[], file: string, line: number]>([
  ["of a module", [app], "src/app.ts", 41],
  ["of a function", ["    at make (file:///home/me/shop/src/make.ts:7:5)", app], "src/make.ts", 7],
  ["of a script", ["    at Object.<anonymous> (/home/me/shop/old (1)/app.cjs:3:1)"], "old (1)/app.cjs", 3],
  ["of a module that was loaded again", ["    at file:///home/me/shop/app.ts?again=2:9:1"], "app.ts", 9],
  ["of a name with a space and an umlaut", ["    at file:///home/me/shop/gr%C3%B6%C3%9Fe%20a.ts:9:1"], "größe a.ts", 9],
  ["of a program that an installed package has made it for", ["    at agent (file:///home/me/shop/node_modules/agents/index.js:1:2)", "    at Array.map (<anonymous>)", app], "src/app.ts", 41], // prettier-ignore
  ["of a program that has waited", ["    at async start (file:///home/me/shop/src/app.ts:2:3)"], "src/app.ts", 2],
])("is the place %s", (_what, frames, file, line) => {
  expect(sourcePlace({ stack: ["[object Object]", ...frames, engine].join("\n") }, folder)).toEqual({ file, line });
});

it.each<[what: string, frames: readonly string[]]>([
  ["elsewhere", ["    at file:///home/me/other/app.ts:1:1", app]],
  ["in a folder that begins alike", ["    at file:///home/me/shop2/app.ts:1:1", app]],
  ["of an installed package that is loaded", ["    at file:///home/me/shop/node_modules/agents/index.js:1:2", engine, app]], // prettier-ignore
  ["of code that a program has made", ["    at eval (eval at <anonymous> (file:///home/me/shop/app.ts:1:1), <anonymous>:1:1)", app]], // prettier-ignore
  ["of a page", ["    at https://example.com/home/me/shop/app.js:1:2", app]],
  ["of a bundler", ["    at webpack://shop/src/app.ts:1:2", app]],
  ["of a URL that is none", ["    at file:///home/me/shop/%zz.ts:1:2", app]],
  ["of a name that deceives", ["    at file:///home/me/shop/%E2%80%AEst.ts:1:2", app]],
  ["of built-in functions alone", ["    at Array.map (<anonymous>)"]],
  ["of nothing", []],
])("is none %s", (_what, frames) => {
  expect(sourcePlace({ stack: ["[object Object]", ...frames].join("\n") }, folder)).toEqual({});
});

it.each([undefined, 7, ["a frame"]])("is none where the language tells %j", (stack) => {
  expect(sourcePlace({ stack }, folder)).toEqual({});
});

it("is none where stacks fail, where there is no stack, and where there are no folders", () => {
  const failing = { get stack(): unknown { throw new Error("no stacks here"); } }; // prettier-ignore
  expect(sourcePlace(failing, folder)).toEqual({});
  expect(sourcePlace(undefined, folder)).toEqual({});
  expect(sourcePlace({ stack: app }, undefined)).toEqual({});
});

it.each([
  ["C:\\me\\shop", "    at file:///C:/me/shop/src/app.ts:41:13"],
  ["c:\\me\\shop", "    at Object.<anonymous> (C:\\me\\shop\\src\\app.ts:41:13)"],
])("knows the paths of Windows, in %s", (windows, frame) => {
  expect(sourcePlace({ stack: `Error\n${frame}` }, windows)).toEqual({ file: "src/app.ts", line: 41 });
});
