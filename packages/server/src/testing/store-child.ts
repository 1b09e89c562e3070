// A process of its own for tests: appends steps to logs, and reads them again through a store, again and again.
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { localLogs } from "@burrjs/tracker";
import { openStore } from "../store/open-store.ts";
import { logText, step } from "./log-lines.ts";

const [dir = "", project = "", offset = "0", rounds = "0"] = process.argv.slice(2);
const text = "x".repeat(2000);
for (let round = 0; round < Number(rounds); round += 1) {
  const store = openStore(localLogs(dir));
  for (const appId of ["one", "two"]) {
    const lines = Array.from({ length: 40 }, (_, n) => step(Number(offset) + round * 40 + n, "write", { text })).flat();
    appendFileSync(join(dir, project, appId, "log.jsonl"), logText(...lines));
    const view = await store.run({ project, partitionKey: null, appId });
    await view?.steps({ direction: "back", limit: 1 });
  }
  await store.runs(project, {});
  await store.projects();
  // Closing keeps the indexes.
  await store.close();
}
