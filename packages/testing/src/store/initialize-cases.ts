import type { Cases } from "./case-place.ts";
import { expectWritten } from "./expect-history.ts";
import { appKey, Writer } from "./writer.ts";

/** What holds of `initialize`. */
export const initializeCases: Cases = {
  "may be initialised again, and keeps what is stored": async ({ store, connect }) => {
    const writer = new Writer(store, appKey("app"));
    await writer.write({ checkpoint: "1" });
    await store.initialize();
    await expectWritten(await connect(), writer);
  },
  "may be initialised by 8 connections at once": async ({ openNew }) => {
    const underTest = await openNew();
    const stores = [underTest.store];
    while (stores.length < 8) stores.push(await underTest.reopen());
    await Promise.all(stores.map((store) => store.initialize()));
    const writers = stores.map((store, n) => new Writer(store, appKey(`app ${n}`)));
    await Promise.all(writers.map((writer) => writer.write()));
    for (const writer of writers) await expectWritten(underTest.store, writer);
  },
};
