import type { ServerMeta } from "@burrjs/protocol";

/** Of which steps a test is made. */
export interface TestSubject {
  readonly project: string;
  readonly app: string;
  readonly partition: string | null;
  /** One step: what its action does. Several: which way the run takes. */
  readonly steps: { readonly from: number; readonly to: number };
  /** Of one step: which of those with its id, 0 being the first. */
  readonly repeat?: number;
  /** Of a step that failed: whether it is not to fail any more. */
  readonly isFixed?: boolean;
}

/** Where the code and the logs are, as commands take it. */
export interface CommandPlace {
  /** `./src/app.ts#app`: a module and an export. */
  readonly code: string;
  /** The folder of the logs; `null`: it need not be told. */
  readonly dir: string | null;
}

/** The folder of the logs that commands and programs have to be told; `null`: they find it by themselves, or there is none. */
export function dirToTell(meta: Pick<ServerMeta, "dir" | "is_usual_dir"> | undefined): string | null {
  return meta === undefined || meta.is_usual_dir ? null : meta.dir;
}

/** The command that serves the page with an application, for a shell. */
export function devCommand({ code, dir }: CommandPlace): string {
  return `burr dev ${shellWord(code.trim())}${dirOption(dir)}`;
}

/** The command that makes a test out of recorded steps, for a shell. */
export function testCommand(
  { project, app, partition, steps, repeat = 0, isFixed = false }: TestSubject,
  { code, dir }: CommandPlace,
): string {
  const { from, to } = steps;
  const step = repeat === 0 ? String(from) : `${from}.${repeat}`;
  const target = `${project}/${app}@${from === to ? step : `${from}..${to}`}`;
  const of = partition === null ? "" : ` --partition ${shellWord(partition)}`;
  const where = code.trim() === "" ? "" : ` --app ${shellWord(code.trim())}`;
  return `burr test-case ${shellWord(target)}${of}${isFixed ? " --fixed" : ""}${where}${dirOption(dir)}`;
}

/** The command that finds a text in all that runs have logged, for a shell. */
export function searchCommand(text: string, project: string, dir: string | null): string {
  return `burr search -i ${shellWord(text)} ${shellWord(project)}${dirOption(dir)}`;
}

/** The command that makes projects to look at, for a shell. */
export function demoCommand(dir: string | null): string {
  return `npx @burrjs/cli demo${dirOption(dir)}`;
}

function dirOption(dir: string | null): string {
  return dir === null ? "" : ` --dir ${shellWord(dir)}`;
}

/** A word as a shell takes it for one: in single quotes, unless nothing in it needs them. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./#-]+$/.test(text) && !text.startsWith("-") && !text.startsWith("#")
    ? text
    : `'${text.replaceAll("'", `'\\''`)}'`;
}
