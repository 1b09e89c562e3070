import { burr } from "../index.ts";
import { memoryPersister } from "../persist/index.ts";

const b = burr<{ token: string }>();

/** One way to get each error of persisters; `secret` is in the state. */
export function persistErrorCases(secret: string) {
  const act = b.action({ reads: [], writes: ["token"], run: () => ({ token: secret }) });
  const parts = { transitions: [["act", "act"]], entrypoint: "act", state: { token: secret }, appId: "app-1" } as const;
  const appOf = (options: object) => b.application({ actions: { act }, ...parts, ...options });
  const from = (persister: ReturnType<typeof memoryPersister>, more: object = {}) =>
    b
      .app()
      .withActions({ act })
      .withTransitions(["act", "act"])
      .withIdentifiers({ appId: "app-1" })
      .initializeFrom(persister, { defaultState: { token: secret }, defaultEntrypoint: "act", ...more })
      .withPersister(persister);
  return {
    "concurrent-run": {
      provoke: async () => {
        const persister = memoryPersister();
        const first = appOf({ persister });
        await first.step();
        await (await from(persister).build()).step();
        await first.step();
      },
      place: /"app-1" is not where this process left it: its stored history has gone on, to step 1/,
      remedy: /initializeFrom\(\), or wait for others with onConflict/,
    },
    "existing-run": {
      provoke: async () => {
        const persister = memoryPersister();
        await appOf({ persister }).step();
        await appOf({ persister }).step();
      },
      place: /"app-1" has a stored history already/,
      remedy: /initializeFrom\(\), delete it, or choose another appId/,
    },
    "incompatible-run": {
      provoke: async () => {
        const persister = memoryPersister();
        await appOf({ persister, version: 2 }).step();
        await from(persister).withOptions({ version: 1 }).build();
      },
      place: /"app-1" does not fit: its state has version 2, and this application knows 1/,
      remedy: /start anew with another appId/,
    },
    "state-too-large": {
      provoke: () => appOf({ persister: memoryPersister({ maxStateBytes: 10 }) }).step(),
      place: /"act" makes the stored state \d+ bytes|The state makes/,
      remedy: /"token" \(\d+ bytes\).*artifact store/,
    },
    "unknown-run": {
      provoke: () => from(memoryPersister(), { forkFromAppId: "app-0" }).build(),
      place: /no stored run of application "app-0" to fork from/,
      remedy: /Look at its id/,
    },
    "unknown-sequence-id": {
      provoke: async () => {
        const persister = memoryPersister();
        await appOf({ persister }).step();
        await persister.load({ appId: "app-1", sequenceId: 99 });
      },
      place: /"app-1" has no step 99/,
      remedy: /later than the last one, or cut off by prune\(\)/,
    },
  };
}
