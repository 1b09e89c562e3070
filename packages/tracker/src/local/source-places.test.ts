import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseGraph } from "@burrjs/protocol";
import { expect, it } from "vitest";
import { freshFolders } from "../testing/fresh-folder.ts";

const freshFolder = freshFolders();

/** An application of three actions: of the program, of a package that it has installed, and of one that lies elsewhere. */
const program = `import { burr } from ${JSON.stringify(import.meta.resolve("@burrjs/core"))};
import { localTracker } from ${JSON.stringify(import.meta.resolve("../index.ts"))};
import { agent } from "agents";
import { elsewhere } from "../../../elsewhere.mjs";
const b = burr();
const own = b.action({ reads: [], writes: [], run: () => ({}) });
const actions = { own: own.bind({}), installed: agent(b), elsewhere: elsewhere(b) };
const tracker = localTracker({ project: "places", dir: process.argv[2] });
await b.application({ actions, transitions: [], entrypoint: "own", state: {}, appId: "a", tracker }).run();
`;

it("the graph in a log says where actions were made: by paths below the repository, and never by any other", () => {
  const top = freshFolder();
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
  };
  write("repository/.git/HEAD", "ref: refs/heads/main\n");
  write("repository/apps/shop/app.mjs", program);
  write("repository/node_modules/agents/package.json", '{ "name": "agents", "type": "module", "exports": "./index.js" }'); // prettier-ignore
  write("repository/node_modules/agents/index.js", "export const agent = (b) => b.resultAction();\n");
  write("elsewhere.mjs", "export const elsewhere = (b) => b.resultAction();\n");
  const cwd = join(top, "repository/apps/shop");
  const { status, stderr } = spawnSync(process.execPath, ["--conditions=@burrjs/source", "app.mjs", join(top, "logs")], { cwd, encoding: "utf8" }); // prettier-ignore
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const json = readFileSync(join(top, "logs/places/a/graph.json"), "utf8");
  expect(parseGraph(json)?.actions.map(({ name, file, line }) => [name, file, line])).toEqual([
    ["own", "apps/shop/app.mjs", 6],
    ["installed", "apps/shop/app.mjs", 7],
    ["elsewhere", undefined, undefined],
  ]);
  expect(json).not.toContain(top);
});
