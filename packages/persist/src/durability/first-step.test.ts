import { memoryPersister, type OnConflict } from "@burrjs/core/persist";
import { expect, it } from "vitest";
import { counting } from "./counting.ts";

/** Two applications that have both found nothing stored; the first has made a step since. */
async function twoBeginners(onConflict: OnConflict) {
  const persister = memoryPersister();
  const first = await counting(persister, "app", onConflict);
  const second = await counting(persister, "app", onConflict);
  await first.step({ inputs: { mark: "first" } });
  return { persister, second };
}

it.each(["queue", "abort-other"] as const)(
  "an application that found nothing stored goes on with what another has begun meanwhile (%s)",
  async (onConflict) => {
    const { persister, second } = await twoBeginners(onConflict);
    await second.step({ inputs: { mark: "second" } });
    expect((await persister.load({ appId: "app" }))?.state).toEqual({ sum: 2, marks: ["first", "second"] });
  },
);

it("an application that found nothing stored is told that another was faster, if it rejects", async () => {
  const { second } = await twoBeginners("reject");
  await expect(second.step({ inputs: { mark: "second" } })).rejects.toMatchObject({ code: "concurrent-run" });
});
