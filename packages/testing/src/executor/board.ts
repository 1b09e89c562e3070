import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import type { BoardLine } from "./board-client.ts";
import { within } from "./within.ts";

/** Hears what tasks tell, in whichever thread or process they are, and keeps them at gates until those are opened. */
export class Board implements AsyncDisposable {
  /** What was told, in order. */
  readonly facts: string[] = [];
  readonly #server: Server;
  readonly #patienceMs: number;
  readonly #open = new Set<string>();
  #waiting: { readonly gate: string; readonly socket: Socket }[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #watchers = new Set<() => void>();
  #areAllOpen = false;

  private constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
      socket.on("error", () => {}); // whoever has asked is gone
      const lines = createInterface({ input: socket });
      lines.on("error", () => {}); // as above
      lines.on("line", (line) => {
        this.#hear(JSON.parse(line) as BoardLine, socket); // of our own client
      });
    });
  }

  static async open(patienceMs: number): Promise<Board> {
    const board = new Board(patienceMs);
    board.#server.listen(0, "127.0.0.1");
    await once(board.#server, "listening");
    return board;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("The board is closed.");
    return address.port;
  }

  /** How often something was told. */
  count(fact: string): number {
    return this.facts.filter((one) => one === fact).length;
  }

  /** How many facts begin so. */
  countOf(start: string): number {
    return this.facts.filter((one) => one.startsWith(start)).length;
  }

  /** Resolves when all of this was told; rejects when it is not in time. */
  async told(...facts: readonly string[]): Promise<void> {
    await this.until(() => facts.every((fact) => this.facts.includes(fact)), `the tasks tell "${facts.join('", "')}"`);
  }

  /** Resolves when something holds of what was told. */
  async until(holds: () => boolean, what: string): Promise<void> {
    let watcher: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      watcher = () => {
        if (holds()) resolve();
      };
    });
    this.#watchers.add(watcher);
    watcher();
    try {
      await within(held, this.#patienceMs, what);
    } finally {
      this.#watchers.delete(watcher);
    }
  }

  /** Resolves when nothing was told for so long. */
  async quiet(forMs: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let again: () => void = () => {};
    const quiet = new Promise<void>((resolve) => {
      again = () => {
        clearTimeout(timer);
        timer = setTimeout(resolve, forMs);
      };
    });
    again();
    this.#watchers.add(again);
    try {
      await within(quiet, this.#patienceMs, "the tasks tell nothing more");
    } finally {
      this.#watchers.delete(again);
      clearTimeout(timer);
    }
  }

  /** Lets whoever waits at a gate, or will, go on. */
  open(...gates: readonly string[]): void {
    for (const gate of gates) this.#open.add(gate);
    const waiting = this.#waiting;
    this.#waiting = waiting.filter(({ gate }) => !this.#isOpen(gate));
    for (const { gate, socket } of waiting) if (this.#isOpen(gate)) socket.end("\n");
  }

  /** Opens all gates, also those to come. */
  openAll(): void {
    this.#areAllOpen = true;
    this.open();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }

  #hear({ kind, name }: BoardLine, socket: Socket): void {
    if (kind === "pass" && !this.#isOpen(name)) {
      this.#waiting.push({ gate: name, socket });
      return;
    }
    socket.end("\n");
    if (kind === "pass") return;
    this.facts.push(name);
    for (const watcher of this.#watchers) watcher();
  }

  #isOpen(gate: string): boolean {
    return this.#areAllOpen || this.#open.has(gate);
  }
}
