import { styleText } from "node:util";
import { historyLimit, type MonitorApplication } from "./application.ts";
import { bar, sparkline } from "./chart.ts";
import { incidentText, memoryText, percent, time } from "./text.ts";
import type { Screen } from "./watch.ts";

/** How many alerts stay in view. */
const shownIncidents = 4;

/** A screen of at least 80 columns that is redrawn in place, in colours. `threshold` is the share of processor time that counts as hot. */
export function liveScreen(write: (text: string) => unknown, threshold: number): Screen {
  const incidents: string[] = [];
  let drawnLines = 0;
  const draw = (state: MonitorApplication["state"]): void => {
    const lines = [...frame(state, threshold), ...incidents.map((text) => `  ${text}`)];
    const toTop = drawnLines === 0 ? "" : `\u001b[${drawnLines}A`;
    write(`${toTop}${lines.map((line) => `\u001b[2K${line}\n`).join("")}`);
    drawnLines = lines.length;
  };
  return {
    sample: draw,
    incident(incident, state) {
      incidents.push(styleText(incident.type === "alert" ? "red" : "green", incidentText(incident)));
      if (incidents.length > shownIncidents) incidents.shift();
      draw(state);
    },
  };
}

/** The lines that every drawing has. */
function frame({ history = [], taken = 0, alert }: MonitorApplication["state"], threshold: number): string[] {
  const last = history.at(-1);
  if (last === undefined) return [];
  const { atMs, cpu, memory, load } = last;
  const row = (name: string, share: number, note: string): string => {
    const colour = share > threshold ? "red" : share > threshold / 2 ? "yellow" : "green";
    return `  ${name.padEnd(7)} ${styleText(colour, bar(share, barWidth))} ${percent(share)}  ${styleText("dim", note)}`;
  };
  const status = alert === null ? styleText("green", "● normal") : styleText("red", "● ALERT ");
  const note = styleText("dim", `${time(atMs)} UTC · sample ${taken} · Ctrl+C stops`);
  const shares = history.map((sample) => sample.cpu);
  return [
    `  ${styleText("bold", "Monitor")}  ${status}  ${note}`,
    "",
    row("cpu", cpu, `load ${load.toFixed(2)}`),
    row("memory", memory.usedBytes / memory.totalBytes, memoryText(memory)),
    "",
    `  ${styleText("dim", `cpu, last ${historyLimit} samples`)}`,
    `  ${styleText("cyan", sparkline(shares, historyLimit))}`,
    "",
  ];
}

const barWidth = 30;
