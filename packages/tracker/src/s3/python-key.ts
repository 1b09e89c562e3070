/** What the key of an object of Burr for Python says. */
export interface PythonKey {
  readonly appId: string;
  readonly partitionKey: string | null;
  /** When it was written, as text that sorts by time. */
  readonly time: string;
  readonly file: "log" | "graph" | "metadata";
}

const time = /^(\d{4})\/(\d\d)\/(\d\d)\/(\d\d)\/(\d\d):(\d\d)(?:\.(\d{1,6}))?\/([^/]*)\/(.+)\/([^/]+)$/;

/**
 * Reads a key: `YYYY/MM/DD/HH/MM:SS.ffffff/<partition key>/<app id>/<file>`, without what stands before it.
 *
 * @param key - The part of the key behind the project.
 * @returns What it says; `undefined` when it is none of these.
 */
export function parsePythonKey(key: string): PythonKey | undefined {
  const [, year, month, day, hour, minute, second, fraction = "", partition, appId, name] = time.exec(key) ?? [];
  if (appId === undefined || name === undefined) return undefined;
  const file = fileOf(name);
  if (file === undefined) return undefined;
  return {
    appId,
    // There, a partition key that is empty is none either.
    partitionKey: partition === "__none__" || partition === "" ? null : (partition ?? null),
    // On the full second there is no fraction, and such keys sort behind the others of it.
    time: `${year}${month}${day}${hour}${minute}${second}${fraction.padEnd(6, "0")}`,
    file,
  };
}

function fileOf(name: string): PythonKey["file"] | undefined {
  if (name.endsWith("__log.jsonl")) return "log";
  if (name === "graph.json") return "graph";
  return name === "metadata.json" ? "metadata" : undefined;
}

/** The beginning of the keys of an hour, `hours` before a time as `parsePythonKey()` gives it. */
export function hourBefore(text: string, hours: number): string {
  const [year, month, day, hour] = [text.slice(0, 4), text.slice(4, 6), text.slice(6, 8), text.slice(8, 10)].map(
    Number,
  );
  const at = new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day, (hour ?? 0) - hours));
  return `${at.toISOString().slice(0, 13).replaceAll(/[-T]/g, "/")}/`;
}
