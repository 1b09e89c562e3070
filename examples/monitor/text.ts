import type { Sample } from "./application.ts";
import type { Incident } from "./watch.ts";

/** A share from 0 to 1 as a percentage of constant width. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1).padStart(5)} %`;
}

/** A time of day, in UTC. */
export function time(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19);
}

/** How much memory is used. */
export function memoryText({ usedBytes, totalBytes }: Sample["memory"]): string {
  return `${gigabytes(usedBytes)} of ${gigabytes(totalBytes)} GB`;
}

/** One line about a sample. */
export function sampleText({ atMs, cpu, memory, load }: Sample): string {
  const share = memory.usedBytes / memory.totalBytes;
  return `${time(atMs)}  cpu ${percent(cpu)}  memory ${percent(share)} (${memoryText(memory)})  load ${load.toFixed(2)}`;
}

/** One line about an alert that began or ended. */
export function incidentText(incident: Incident): string {
  return incident.type === "alert"
    ? `${time(incident.sinceMs)}  ALERT      the processors are too busy: up to ${percent(incident.peak).trim()}`
    : `${time(incident.atMs)}  RECOVERED  after ${(incident.afterMs / 1_000).toFixed(0)} s`;
}

/** What there is to say in the end. */
export function summaryText({ history, taken, alerts }: { history: readonly Sample[]; taken: number; alerts: number }) {
  const shares = history.map(({ cpu }) => cpu);
  const mean = shares.reduce((sum, cpu) => sum + cpu, 0) / Math.max(1, shares.length);
  const cpu = `cpu ${percent(mean).trim()} on average, ${percent(Math.max(0, ...shares)).trim()} at most`;
  return `Samples: ${taken}, alerts: ${alerts}. In the last ${shares.length} samples: ${cpu}.`;
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}
