import { once } from "node:events";
import { createServer, type Socket } from "node:net";

import { runCommand } from "./commands.ts";
import { MongoData } from "./mongo-data.ts";
import { replyTo, takeRequests } from "./wire.ts";

/** A server that speaks the protocol of MongoDB, on a free port of 127.0.0.1, with its data in memory. */
export interface TestMongo {
  /** What clients connect to. */
  readonly url: string;
  /** Ends the server, its connections and its data. */
  stop(): Promise<void>;
}

/**
 * A server for tests of programs that use MongoDB, where MongoDB's own cannot be had. It does what the tests of this
 * package need: commands one by one, each wholly or not at all, on documents of 16 MB at most, with unique indexes. It is
 * a standalone server: no transactions, no change streams. What it makes of filters and updates is what `mingo` does.
 */
export async function startMongo(): Promise<TestMongo> {
  const data = new MongoData();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let received: readonly Buffer[] = [];
    socket.on("data", (bytes) => {
      const { requests, rest } = takeRequests([...received, bytes]);
      received = rest;
      for (const request of requests) {
        const reply = replyTo(request, runCommand(data, request.command));
        if (reply !== undefined) socket.write(reply);
      }
    });
    socket.on("error", () => {}); // a client that ends without a word is none of our business
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port.");
  return {
    url: `mongodb://127.0.0.1:${address.port}`,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
