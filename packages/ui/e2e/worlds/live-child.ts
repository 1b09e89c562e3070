// A process of its own with a live run: it does what the lines of its input say, `say <word>` or `step`, until it is killed.
import { createInterface } from "node:readline";
import { startLiveRun } from "./live-run.ts";

const [dir = "", appId = ""] = process.argv.slice(2);
const run = startLiveRun(dir, appId);
console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  if (line.startsWith("say ")) run.say(`${line.slice(4)} `);
  else run.step();
}
