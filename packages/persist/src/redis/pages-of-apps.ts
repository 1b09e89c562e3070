import { pageScript } from "./read-scripts.ts";
import type { RedisClient } from "./redis-client.ts";
import { listIn, textIn } from "./replies.ts";

/**
 * The names of applications in an index, some at a time. "Latest first" may miss one that is written meanwhile; "latest
 * last" gives it again instead.
 */
export async function* pagesOfApps(
  client: RedisClient,
  index: string,
  order: "latest first" | "latest last",
): AsyncGenerator<readonly string[], void, void> {
  const [command, start, end] =
    order === "latest first" ? ["ZREVRANGEBYSCORE", "+inf", "-inf"] : ["ZRANGEBYSCORE", "-inf", "+inf"];
  for (let from = start; ;) {
    const page = listIn(await pageScript.run(client, [index], [command, from, end, 200])).map(textIn);
    if (page.length === 0) return;
    yield page.filter((_, place) => place % 2 === 0);
    from = `(${page.at(-1)}`;
  }
}
