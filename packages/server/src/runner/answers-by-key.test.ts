import { expect, it } from "vitest";
import { answersByKey } from "./answers-by-key.ts";

it("does what is asked for twice at once only once, and again when it has failed", async () => {
  const once = answersByKey<number>();
  let calls = 0;
  let go = (): void => {};
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  const work = async (): Promise<number> => {
    calls += 1;
    await gate;
    if (calls === 1) throw new Error("no");
    return calls;
  };
  const both = Promise.allSettled([once("a", "{}", work), once("a", "{}", work)]);
  go();
  expect((await both).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect([await once("a", "{}", work), await once("a", "{}", work)]).toEqual([2, 2]);
  await expect(once("a", '{"n":1}', work)).rejects.toThrow("was sent with another request");
});
