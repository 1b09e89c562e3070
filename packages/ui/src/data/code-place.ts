import { useQuery } from "@tanstack/react-query";
import { fittingRunners, type RunnerNeed } from "../model/fork/fit-runner.ts";
import { type CommandPlace, dirToTell } from "../model/test-command.ts";
import { metaQuery } from "./doctor-queries.ts";
import { useRunners } from "./runner-queries.ts";
import { storedJson, useStored } from "./stored.ts";

/** What stands for the code where nobody has said where it is. */
const example = "./app.ts#app";

/** What people have written, by project. */
const writtenSetting = storedJson("burr-code", (value): Readonly<Record<string, string>> => {
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter(([, place]) => typeof place === "string"));
});

/** Where the code of a project is: as people have written it, else as its runner says. */
export function useCodePlace(need: RunnerNeed): CommandPlace & {
  /** Whether `code` is only an example. */
  readonly isExample: boolean;
  /** Writes it down; `undefined`: as the runner says. */
  readonly write: (code: string | undefined) => void;
} {
  const written = useStored(writtenSetting);
  const runners = fittingRunners(useRunners() ?? undefined, need);
  const told = runners.find(({ application }) => application.source !== undefined)?.application.source;
  const { data: meta } = useQuery(metaQuery());
  const { project } = need;
  const known = written[project] ?? told;
  return {
    code: known ?? example,
    isExample: known === undefined,
    dir: dirToTell(meta),
    write: (code) => {
      const { [project]: _old, ...others } = written;
      writtenSetting.set(code === undefined ? others : { ...others, [project]: code });
    },
  };
}
