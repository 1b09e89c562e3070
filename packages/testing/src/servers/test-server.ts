import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";

import { freePort } from "./free-port.ts";
import { guardFolder, type Guard } from "./guard.ts";
import { untilReady } from "./until-ready.ts";

/** A server of our own on a free port of 127.0.0.1, with its data in a temporary folder. It ends when this process does. */
export interface TestServer extends AsyncDisposable {
  /** What clients connect to. */
  readonly url: string;
  readonly port: number;
  /** Ends the server and removes its data. Calling it again is no error. */
  stop(): Promise<void>;
  /** Ends the server as a crash would (SIGKILL). What it has acknowledged is still there after `restart()`. */
  kill(): Promise<void>;
  /** Starts the server again, on the same port and data; one that still runs is ended in order first. */
  restart(): Promise<void>;
}

/** How a server for tests works. */
export interface ServerOptions {
  /** Whether it waits for the disk at each write, as in production; by default it is as fast as it can. */
  readonly durable?: boolean;
}

/** How to run one kind of server. */
export interface ServerProgram {
  readonly command: string;
  readonly args: (port: number) => readonly string[];
  /** Occurs in what it prints once clients can connect. */
  readonly readyText: string;
  readonly url: (port: number) => string;
  /** Whom it runs as; ourselves, if left out. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  /** Its own, removed at the end. */
  readonly folder: string;
}

/** A running server: started on a free port, and on another one should somebody else take it first. */
export async function startServer(program: ServerProgram): Promise<TestServer> {
  const guard = guardFolder(program.folder);
  let failure: unknown;
  for (let tries = 0; tries < 3; tries++) {
    const port = await freePort();
    try {
      return new ProcessServer({ program, guard, port, child: await launch(program, guard, port) });
    } catch (error) {
      failure = error;
    }
  }
  await guard.end();
  throw failure;
}

async function launch(program: ServerProgram, guard: Guard, port: number): Promise<ChildProcess> {
  const child = spawn(program.command, program.args(port), {
    cwd: program.folder,
    // A group of its own: Ctrl-C in the terminal must not reach it before those who use it.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, LC_ALL: "C" },
    ...program.user,
  });
  guard.watch(child.pid);
  await untilReady(child, program);
  return child;
}

interface ServerParts {
  readonly program: ServerProgram;
  readonly guard: Guard;
  readonly port: number;
  readonly child: ChildProcess;
}

class ProcessServer implements TestServer {
  readonly url: string;
  readonly port: number;
  readonly #program: ServerProgram;
  readonly #guard: Guard;
  #child: ChildProcess;

  constructor({ program, guard, port, child }: ServerParts) {
    this.url = program.url(port);
    this.port = port;
    this.#program = program;
    this.#guard = guard;
    this.#child = child;
  }

  async stop(): Promise<void> {
    await this.#end("SIGINT");
    await this.#guard.end();
  }

  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  async restart(): Promise<void> {
    await this.#end("SIGINT");
    for (let tries = 1; ; tries++) {
      try {
        this.#child = await launch(this.#program, this.#guard, this.port);
        return;
      } catch (error) {
        // After a kill, PostgreSQL refuses to start while children of the dead process still end.
        if (tries === 50) throw error;
        await wait(50);
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, "exit");
    this.#child.kill(signal);
    await exited;
    this.#guard.watch(undefined);
  }
}
