// The program's command `answer`, killed as by `kill -9` at the worst moment: behind the refund, before anything of it is stored.
import { join } from "node:path";
import { answer } from "./commands.ts";
import { openShop } from "./shop.ts";
import { openStore } from "./store.ts";

const [folder = "", id = "", ...words] = process.argv.slice(2);
await using store = openStore(folder);
const shop = openShop(join(folder, "refunds.jsonl"));
const dying: typeof shop = {
  ...shop,
  async refund(refund, key) {
    await shop.refund(refund, key);
    process.kill(process.pid, "SIGKILL");
  },
};
await answer({ persister: store.persister, shop: dying, writeLine: () => {} }, id, words);
