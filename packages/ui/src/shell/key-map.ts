import { storedChoice, storedJson } from "../data/stored.ts";
import { parseKeyMap } from "../model/key-map.ts";

/** Whether single letters do something (WCAG 2.1.4). */
export const letterKeysSetting = storedChoice("burr-letter-keys", ["on", "off"]);

/** The keys that the user has given to commands, by the commands' ids; an empty list takes all keys away. */
export const keyMapSetting = storedJson("burr-key-map", parseKeyMap);
