import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { findProgram } from "./find-program.ts";
import { type ServerOptions, startServer, type TestServer } from "./test-server.ts";

const remedy =
  "Install Redis (on Debian: apt-get install redis-server), or put it on PATH. In Burr's own repository `npm test` does that.";

/**
 * An empty Redis server without a password.
 *
 * @throws When Redis is not installed.
 */
export async function startRedis({ durable = false }: ServerOptions = {}): Promise<TestServer> {
  const command = findProgram("redis-server", { folders: [], remedy });
  const folder = await mkdtemp(join(tmpdir(), "burr-redis-"));
  // The append-only file is written before a reply goes out, so even without fsync a kill loses nothing.
  const settings = {
    bind: "127.0.0.1",
    dir: folder,
    save: "",
    appendonly: "yes",
    appendfsync: durable ? "always" : "no",
  };
  return startServer({
    command,
    args: (port) => [
      "--port",
      String(port),
      ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    ],
    readyText: "Ready to accept connections",
    url: (port) => `redis://127.0.0.1:${port}`,
    folder,
  });
}
