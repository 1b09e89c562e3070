import { expect, it } from "vitest";
import { shared } from "./shared.ts";

it("tells all who listen of another value, and nobody of the same one", () => {
  const value = shared(1);
  const heard: string[] = [];
  const leave = value.watch(() => heard.push(`one: ${value.get()}`));
  value.watch(() => heard.push(`other: ${value.get()}`));
  value.set(1);
  value.set(2);
  leave();
  value.set(3);
  expect(heard).toEqual(["one: 2", "other: 2", "other: 3"]);
});
