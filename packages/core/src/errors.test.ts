import { describe, expect, it } from "vitest";
import { BurrError, isBurrError, readStream } from "./index.ts";
import { appOf, errorCases, secret } from "./testing/error-cases.ts";
import { collect } from "./testing/talk-app.ts";

async function errorOf(provoke: () => unknown): Promise<unknown> {
  try {
    await provoke();
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown.");
}

describe("every error", () => {
  it.each(Object.entries(errorCases))(
    "%s names the place and the remedy, and shows no value of state",
    async (code, one) => {
      const error = await errorOf(one.provoke);
      expect(error).toMatchObject({ name: "BurrError", code });
      const { message, details } = error as BurrError;
      expect(message).toMatch(one.place);
      expect(message).toMatch(one.remedy);
      expect(`${message} ${JSON.stringify(details)}`).not.toContain(secret);
      expect(message).toMatch(/^\S.*\.$/);
    },
  );

  it("shows no value of state in its stack, its string, or as JSON", async () => {
    for (const { provoke } of Object.values(errorCases)) {
      const error = (await errorOf(provoke)) as BurrError;
      expect(`${String(error)} ${error.stack} ${JSON.stringify(error)}`).not.toContain(secret);
    }
  });
});

describe("BurrError", () => {
  it("is known by its brand, also when another copy of the package made it", () => {
    const ours = new BurrError("no-actions", "Nothing here.", {});
    const theirs = Object.assign(new Error("Nothing here."), { [Symbol.for("@burrjs/core/error")]: true });
    expect([ours, theirs, new Error("no"), null, "text"].map(isBurrError)).toEqual([true, true, false, false, false]);
  });

  it("narrows its details by its code", async () => {
    const error = await errorOf(() => appOf(() => ({})).runSync());
    if (!isBurrError(error) || error.code !== "missing-write") throw error;
    expect(error.details.keys).toEqual(["token"]);
  });

  it("keeps the error that it was made for as its cause", async () => {
    const error = (await errorOf(() => collect(readStream(new Response("data: {\n\n"))))) as BurrError;
    expect(error.cause).toBeInstanceOf(SyntaxError);
  });
});
