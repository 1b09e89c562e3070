import { expect, it } from "vitest";
import { despiteContention } from "./contention.ts";

const serialization = Object.assign(new Error("could not serialize access"), { code: "40001" });
const deadlock = Object.assign(new Error("deadlock detected"), { code: "40P01" });

/** Work that meets these errors, one after the other, and then succeeds. */
function failing(...errors: unknown[]): () => Promise<string> {
  return async () => {
    if (errors.length > 0) throw errors.shift();
    return "done";
  };
}

it("tries again what another transaction has made fail", async () => {
  expect(await despiteContention(failing(serialization, deadlock, serialization))).toBe("done");
});

it.each([Object.assign(new Error("syntax"), { code: "42601" }), new Error("closed"), "40001"])(
  "throws any other error at once: %s",
  async (error) => {
    await expect(despiteContention(failing(error, serialization))).rejects.toBe(error);
  },
);

it("gives up after ten times", async () => {
  const nine = Array.from({ length: 9 }, () => serialization);
  expect(await despiteContention(failing(...nine))).toBe("done");
  await expect(despiteContention(failing(...nine, deadlock))).rejects.toBe(deadlock);
});
