import { writeHeldBack } from "../record/held-back.ts";

type LastChance = () => Promise<void>;

const pending = new Set<LastChance>();
let isListening = false;

/**
 * Has `lastChance` called once when the process has nothing left to do, which then lives until that is over; where there are no
 * such processes, never.
 *
 * @param lastChance - Must not reject.
 * @returns What makes it needless.
 */
export function beforeExit(lastChance: LastChance): () => void {
  pending.add(lastChance);
  if (!isListening && typeof process !== "undefined" && typeof process.on === "function") {
    isListening = true; // one listener for all: Node warns of more than ten
    process.on("beforeExit", () => {
      writeHeldBack();
      const waiting = [...pending];
      pending.clear(); // each is called once, or the process would never end
      for (const flush of waiting) void flush();
    });
  }
  return () => {
    pending.delete(lastChance);
  };
}
