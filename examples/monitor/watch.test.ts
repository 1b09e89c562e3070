import { stripVTControlCharacters } from "node:util";
import { expect, it } from "vitest";
import { monitorApplication } from "./application.ts";
import { fakeMachine } from "./fake-machine.ts";
import { liveScreen } from "./live-screen.ts";
import { plainScreen } from "./plain-screen.ts";
import { type Screen, watch } from "./watch.ts";

const shares = [0.1, 0.9, 0.9, 0.1, 0.1, 0.1];

/** Watches a fake machine until it has taken all samples, or `stopAtTick`. */
async function watched(makeScreen: (write: (text: string) => void) => Screen, stopAtTick = Infinity) {
  const machine = fakeMachine(shares);
  const app = monitorApplication({ ...machine, patience: 2, samples: shares.length });
  const stopping = new AbortController();
  const readsAtTick: number[] = [];
  let text = "";
  const nextTick = async (signal: AbortSignal): Promise<void> => {
    readsAtTick.push(machine.reads);
    if (readsAtTick.length === stopAtTick) stopping.abort();
    signal.throwIfAborted();
    await Promise.resolve();
  };
  const screen = makeScreen((written) => (text += written));
  await watch(app, { screen, nextTick, signal: stopping.signal });
  return { app, text, readsAtTick };
}

it("writes a line per sample, and one when an alert begins or ends", async () => {
  const { text } = await watched(plainScreen);
  expect(text.split("\n")).toEqual([
    "00:00:01  cpu  10.0 %  memory  25.0 % (4.0 of 16.0 GB)  load 0.50",
    "00:00:02  cpu  90.0 %  memory  25.0 % (4.0 of 16.0 GB)  load 0.50",
    "00:00:03  cpu  90.0 %  memory  25.0 % (4.0 of 16.0 GB)  load 0.50",
    "00:00:02  ALERT      the processors are too busy: up to 90.0 %",
    "00:00:04  cpu  10.0 %  memory  25.0 % (4.0 of 16.0 GB)  load 0.50",
    "00:00:05  cpu  10.0 %  memory  25.0 % (4.0 of 16.0 GB)  load 0.50",
    "00:00:05  RECOVERED  after 3 s",
    "00:00:06  cpu  10.0 %  memory  25.0 % (4.0 of 16.0 GB)  load 0.50",
    "",
  ]);
});

it("takes no sample before its tick: the consumer sets the pace", async () => {
  const { readsAtTick } = await watched(plainScreen);
  expect(readsAtTick).toEqual([1, 2, 3, 4, 5, 6]); // the first reading is the one to compare with
});

it("stops at the signal, in the middle of a pause, and leaves the application ready to go on", async () => {
  const { app, text } = await watched(plainScreen, 3);
  expect(text.match(/\n/g)).toHaveLength(2);
  expect(app.nextAction).toBe("sample");
  expect(app.runSync({ haltAfter: "summary" }).result).toMatchObject({ taken: 6, alerts: 1 });
});

it("redraws in place, and keeps alerts in view", async () => {
  const { text } = await watched((write) => liveScreen(write, 0.8));
  const frames = text.split(/.\[\d+A/).map(stripVTControlCharacters); // the cursor goes up between two frames
  expect(frames).toHaveLength(8); // six samples, an alert, its end
  expect(frames[3]).toContain("● ALERT");
  expect(frames[6]).toContain("● normal");
  expect(frames.at(-1)).toContain(`${"·".repeat(54)}▁██▁▁▁\n`);
  expect(frames.at(-1)).toMatch(/ALERT .*\n.*RECOVERED {2}after 3 s/);
});

it("lets an error of the machine through", async () => {
  const machine = fakeMachine(shares);
  const read = () => {
    if (machine.reads === 2) throw new Error("no such file");
    return machine.read();
  };
  const app = monitorApplication({ read, now: machine.now });
  const { signal } = new AbortController();
  const watching = watch(app, { screen: plainScreen(() => {}), nextTick: () => Promise.resolve(), signal });
  await expect(watching).rejects.toThrow("no such file");
});
