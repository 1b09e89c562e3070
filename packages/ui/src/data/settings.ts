import { type TimeStyle, setTimeStyle, timeStyles } from "../format/time-style.ts";
import { machineZone, parsePrices } from "@burrjs/protocol";
import { queryClient } from "./client.ts";
import { stored, storedChoice, storedJson } from "./stored.ts";

/** Light, dark, or as the system has it. `public/theme.js` reads it before anything is shown. */
export const themeSetting = storedChoice("burr-theme", ["system", "light", "dark"]);

/** Who writes notes; "": nobody is named. */
export const authorSetting = stored<string>("burr-author", { read: (text) => text ?? "", write: (author) => author });

/** Prices of models that count before those of the list. */
export const pricesSetting = storedJson("burr-prices", parsePrices);

/** How times are written. */
export const timeSetting = storedChoice<TimeStyle>("burr-time", timeStyles);

/** The time zone that times are shown in, and whose days are meant. */
export function shownZone(): string {
  return timeSetting.get() === "utc" ? "UTC" : machineZone();
}

/** Puts settings into effect, now and whenever they change. Gives what ends that. */
export function applySettings(): () => void {
  const applyTime = (): void => setTimeStyle(timeSetting.get());
  const applyTheme = (): void => void dispatchEvent(new CustomEvent("burr-theme", { detail: themeSetting.get() }));
  applyTime();
  const askAnew = (): void => void queryClient.invalidateQueries();
  const ends = [
    timeSetting.watch(applyTime),
    themeSetting.watch(applyTheme),
    timeSetting.watch(askAnew),
    pricesSetting.watch(askAnew),
  ];
  return () => {
    for (const end of ends) end();
  };
}
