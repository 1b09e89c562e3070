import { expect, it, vi } from "vitest";
import { runAt } from "./ahead.ts";
import { askAhead, getJson } from "./api.ts";

it.each([
  { pathname: "/p/demo/r/~/run", run: { project: "demo", partition: null, app: "run" } },
  { pathname: "/p/a%2Fb/r/user%201/%C3%BC", run: { project: "a/b", partition: "user 1", app: "ü" } },
  { pathname: "/p/demo", run: undefined },
  { pathname: "/p/demo/r/~/%", run: undefined },
])("the address $pathname is about $run", ({ pathname, run }) => {
  expect(runAt(pathname)).toEqual(run);
});

it("an answer that was asked for ahead is had once; who comes later asks again", async () => {
  const asked = vi.spyOn(globalThis, "fetch").mockImplementation((path) => Promise.resolve(Response.json(path)));
  askAhead("/one");
  expect(await getJson("/one")).toBe("/one");
  expect(asked).toHaveBeenCalledTimes(1);
  expect(await getJson("/one")).toBe("/one");
  expect(asked).toHaveBeenCalledTimes(2);
  asked.mockRestore();
});

it("who wants what could not be had is told", async () => {
  const asked = vi.spyOn(globalThis, "fetch").mockRejectedValueOnce(new TypeError("Failed to fetch"));
  askAhead("/gone");
  await expect(getJson("/gone")).rejects.toThrow("The server does not answer.");
  asked.mockRestore();
});
