import { expect, it, vi } from "vitest";
import { watchTime } from "./now.ts";

it("those who look at the time do so together, also where they began at other times", () => {
  vi.useFakeTimers({ now: 1_000_300 });
  const seen: string[] = [];
  const stops = [watchTime(1000, (now) => seen.push(`a ${now}`))];
  vi.advanceTimersByTime(400);
  stops.push(watchTime(2000, (now) => seen.push(`b ${now}`)));
  vi.advanceTimersByTime(1800);
  expect(seen).toEqual(["a 1001000", "a 1002000", "b 1002000"]);
  for (const stop of stops) stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});
