import { incidentText, sampleText } from "./text.ts";
import type { Screen } from "./watch.ts";

/** A screen of plain lines, for files and pipes. */
export function plainScreen(write: (text: string) => unknown): Screen {
  return {
    sample({ history = [] }) {
      const last = history.at(-1);
      if (last !== undefined) write(`${sampleText(last)}\n`);
    },
    incident(incident) {
      write(`${incidentText(incident)}\n`);
    },
  };
}
