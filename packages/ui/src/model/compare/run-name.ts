/** A run, and a step of it, as the address of the compare page names them. */
export interface RunName {
  readonly partition: string | null;
  readonly app: string;
  /** The step under the cursor of that side; absent: none. */
  readonly sequenceId?: number;
}

/** A run as the address and the server's API have it: `{partition}/{app}@{step}`, ids percent-encoded, `~` for no partition. */
export function runName({ partition, app, sequenceId }: RunName): string {
  const at = sequenceId === undefined ? "" : `@${sequenceId}`;
  return `${partition === null ? "~" : encodeURIComponent(partition)}/${encodeURIComponent(app)}${at}`;
}

/** Reads such a name, also where somebody has typed it without encoding; `undefined`: it names no run. */
export function parseRunName(text: string): RunName | undefined {
  const [, whole = "", step] = /^(.*?)(?:@(-?\d{1,15}))?$/s.exec(text) ?? [];
  const slash = whole.indexOf("/");
  const partition = slash < 0 ? "~" : whole.slice(0, slash);
  const app = decoded(whole.slice(slash + 1));
  if (app === "" || partition === "") return undefined;
  return {
    partition: partition === "~" ? null : decoded(partition),
    app,
    ...(step === undefined ? {} : { sequenceId: Number(step) }),
  };
}

/** Whether two names are of one run. */
export function isSameRun(one: RunName, other: RunName): boolean {
  return one.app === other.app && one.partition === other.partition;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // typed as it is
  }
}
