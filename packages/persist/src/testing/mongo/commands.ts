import { CommandError } from "./command-error.ts";
import type { MongoDocument } from "./fields.ts";
import type { MongoData } from "./mongo-data.ts";
import { readCommands } from "./read-commands.ts";
import { serverCommands } from "./server-commands.ts";
import { writeCommands } from "./write-commands.ts";

/** Runs a command, at once and alone, and gives its reply, which may be that it failed. */
export function runCommand(data: MongoData, command: MongoDocument): MongoDocument {
  const [name = ""] = Object.keys(command);
  try {
    const run = commands.get(name.toLowerCase());
    if (run === undefined) throw new CommandError(59, "CommandNotFound", `no such command: '${name}'`);
    return { ...run(data, command), ok: 1 };
  } catch (error) {
    const { code, codeName } = error instanceof CommandError ? error : { code: 8, codeName: "UnknownError" };
    return { ok: 0, errmsg: String(error), code, codeName };
  }
}

const commands = new Map(
  Object.entries({ ...serverCommands, ...readCommands, ...writeCommands }).map(([name, run]) => [
    name.toLowerCase(),
    run,
  ]),
);
