import { expect, it } from "vitest";
import { Turns } from "./turns.ts";

it("of many places that the playhead comes by one is asked for at a time, and the last one wins", async () => {
  const turns = new Turns();
  const began: number[] = [];
  let open = 0;
  const ask = (n: number) => {
    const controller = new AbortController();
    let answer = (): void => {};
    const answered = new Promise<number>((resolve) => {
      answer = () => resolve(n);
    });
    const found = turns.take(controller.signal, async () => {
      began.push(n);
      open += 1;
      expect(open).toBe(1);
      try {
        return await answered;
      } finally {
        open -= 1;
      }
    });
    const ended = found.then(
      (value) => `${value}`,
      () => "left out",
    );
    return { ended, leave: () => controller.abort(), end: () => answer() };
  };
  const [first, second, third] = [ask(1), ask(2), ask(3)];
  second.leave();
  third.end();
  first.end();
  expect(await Promise.all([first.ended, second.ended, third.ended])).toEqual(["1", "left out", "3"]);
  expect(began).toEqual([1, 3]);
});
