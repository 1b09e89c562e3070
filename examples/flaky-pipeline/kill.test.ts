import { it } from "vitest";
import type { Endpoint } from "./apis/faults.ts";
import { startApis } from "./apis/server.ts";
import { startMain, testFolder } from "./test-main.ts";

const booked = ["booked F-1", "booked H-2"];

/** Each order is held, once, just before it is carried out or just before it is answered; the program is killed meanwhile. */
it.for([
  { card: "that is good", args: [], when: "before", entries: [...booked, "charged C-3", "mailed M-4", "noted N-5"] },
  { card: "that is good", args: [], when: "after", entries: [...booked, "charged C-3", "mailed M-4", "noted N-5"] },
  {
    card: "that is declined",
    args: ["--declined"],
    when: "before",
    entries: [...booked, "cancelled H-2", "cancelled F-1"],
  },
  {
    card: "that is declined",
    args: ["--declined"],
    when: "after",
    entries: [...booked, "cancelled H-2", "cancelled F-1"],
  },
] as const)(
  "with a card $card, each thing is done once though SIGKILL comes $when each of them",
  { timeout: 60_000, concurrent: true },
  async ({ args, when, entries }, { expect, onTestFinished }) => {
    const killedAt = new Set<Endpoint>();
    let program: ReturnType<typeof startMain> | undefined;
    const apis = await startApis({
      async onOrder(endpoint, now) {
        if (now !== when || killedAt.has(endpoint)) return;
        killedAt.add(endpoint);
        await program?.kill();
      },
    });
    onTestFinished(() => apis.close());
    const folder = testFolder();
    let shown: string;
    let starts = 0;
    do {
      starts += 1;
      program = startMain("--data", folder, "--pace", "0.06", "--apis", apis.url, ...args);
      shown = await program.output;
    } while ((await program.exitCode) === null);

    expect(apis.ledger.entries("trip-1").map(({ did, id }) => `${did} ${id}`)).toEqual(entries);
    expect(shown).toContain("It agrees with the trip.");
    expect(await program.exitCode).toBe(0);
    expect(starts).toBe(killedAt.size + 1);
    expect(killedAt.size).toBe(5);
  },
);
