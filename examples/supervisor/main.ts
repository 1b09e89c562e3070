// A supervisor that hands requests of customers on to specialists. One of them asks a person before money is given back.
import { join } from "node:path";
import { localTracker } from "@burrjs/tracker";
import { answer, begin, type Desk, drawGraph, goOn, list } from "./commands.ts";
import { openShop } from "./shop.ts";
import { openStore } from "./store.ts";

const usage = `A supervisor with three specialists.

  npm start -- new "<what the customer wants>"     takes a request
  npm start -- list                                shows what waits for a person
  npm start -- answer <id> approve                 answers; or: refuse "why"
  npm start -- continue                            goes on with what a crash has left
  npm start -- --graph                             prints the graph as Mermaid

Environment: SUPERVISOR_DATA, the folder of requests.sqlite and refunds.jsonl; default: .data beside this program.
`;

type Command = (desk: Desk) => Promise<void>;

function commandOf([name, ...words]: readonly string[]): Command | undefined {
  const [first, ...rest] = words;
  if (name === "new" && first !== undefined) return (desk) => begin(desk, words.join(" "));
  if (name === "answer" && first !== undefined && rest.length > 0) return (desk) => answer(desk, first, rest);
  if (first !== undefined) return undefined;
  if (name === "list") return list;
  if (name === "continue") return goOn;
  if (name === "--graph") return async ({ shop, writeLine }) => writeLine(await drawGraph(shop));
  return undefined;
}

async function main(command: Command): Promise<void> {
  const folder = process.env["SUPERVISOR_DATA"] ?? join(import.meta.dirname, ".data");
  await using store = openStore(folder);
  const shop = openShop(join(folder, "refunds.jsonl"));
  await command({
    persister: store.persister,
    shop,
    writeLine: (line) => void process.stdout.write(`${line}\n`),
    tracker: localTracker({ project: "supervisor" }),
  });
}

const command = commandOf(process.argv.slice(2));
if (command === undefined) {
  console.error(usage);
  process.exitCode = 2;
} else {
  try {
    await main(command);
  } catch (error) {
    // What a person can do about it stands in the message; a trace would not help.
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
