import { connect } from "node:net";

/** What a task says to the board. */
export interface BoardLine {
  /** It tells a fact, or wants to pass a gate. */
  readonly kind: "tell" | "pass";
  readonly name: string;
}

/** Tells the board at a port of this machine something; resolves when it was heard. */
export function tell(port: number, fact: string): Promise<void> {
  return ask(port, { kind: "tell", name: fact });
}

/** Waits until a gate of the board is open. Rejects with the reason of the signal when that comes first. */
export function pass(port: number, gate: string, signal: AbortSignal): Promise<void> {
  return ask(port, { kind: "pass", name: gate }, signal);
}

function ask(port: number, line: BoardLine, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    const leave = (): void => {
      reject(signal?.reason);
      socket.destroy();
    };
    if (signal?.aborted === true) leave();
    else signal?.addEventListener("abort", leave);
    socket.on("error", reject);
    socket.on("close", () => {
      signal?.removeEventListener("abort", leave);
      reject(new Error("The board was closed.")); // unless it has answered
    });
    socket.once("data", () => {
      resolve();
      socket.destroy();
    });
    socket.write(`${JSON.stringify(line)}\n`);
  });
}
