import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { chown, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import { findProgram } from "./find-program.ts";
import { type ServerOptions, startServer, type TestServer } from "./test-server.ts";

const execute = promisify(execFile);
const debianFolder = "/usr/lib/postgresql";
const remedy =
  "Install PostgreSQL (on Debian: apt-get install postgresql), or set POSTGRES_BIN to the folder of its programs. " +
  "In Burr's own repository `npm test` does that.";

/**
 * A PostgreSQL server with the empty database "postgres", whose user "postgres" needs no password.
 *
 * @throws When PostgreSQL is not installed; `POSTGRES_BIN` names the folder of its programs, if it is an unusual one.
 */
export async function startPostgres({ durable = false }: ServerOptions = {}): Promise<TestServer> {
  const initdb = findProgram("initdb", { folders: binFolders(), remedy });
  const user = await unprivilegedUser();
  const folder = await mkdtemp(join(tmpdir(), "burr-postgres-"));
  if (user !== undefined) await chown(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const options = ["--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C"];
  await execute(initdb, [...options, `--pgdata=${data}`], { cwd: folder, ...user });
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    ...(durable ? [] : ["fsync=off", "full_page_writes=off"]),
  ];
  return startServer({
    command: join(dirname(initdb), "postgres"),
    args: (port) => ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])],
    readyText: "database system is ready to accept connections",
    url: (port) => `postgres://postgres@127.0.0.1:${port}/postgres`,
    user,
    folder,
  });
}

/** Debian keeps the programs of each major version apart; the newest comes first. */
function binFolders(): string[] {
  const named = process.env["POSTGRES_BIN"];
  if (named !== undefined) return [named];
  if (!existsSync(debianFolder)) return [];
  const versions = readdirSync(debianFolder).toSorted((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(debianFolder, version, "bin"));
}

/** PostgreSQL refuses to run as root; its packages bring a user for it. */
async function unprivilegedUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = await Promise.all(["-u", "-g"].map((flag) => execute("id", [flag, "postgres"])));
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
}
