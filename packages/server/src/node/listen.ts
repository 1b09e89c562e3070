import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ServerError } from "../errors.ts";
import { answerOddities } from "./raw-checks.ts";
import { codeOf } from "./folders.ts";

/** What listens. */
export interface Listening {
  readonly port: number;
  readonly addresses: readonly string[];
  /** Ends it with all its connections. */
  close(): Promise<void>;
}

/**
 * Listens on some addresses, all at one port.
 *
 * @param hosts - The addresses. The first one has to be free; the others are left out when they cannot be had.
 * @param port - The port; 0: any that is free.
 * @param listener - Answers requests.
 * @returns What listens.
 * @throws `port-in-use`, `invalid-option` for what can be no address or port, or what the system says.
 */
export async function listen(hosts: readonly string[], port: number, listener: RequestListener): Promise<Listening> {
  const servers: Server[] = [];
  let taken = port;
  for (const host of hosts) {
    const server = createServer({ requireHostHeader: false, maxHeaderSize: 32 * 1024 }, listener);
    answerOddities(server);
    try {
      await started(server, host, taken);
    } catch (error) {
      if (servers.length > 0) continue; // a machine without IPv6, or somebody else there
      throw unusable(error, host, port);
    }
    taken = portOf(server);
    servers.push(server);
  }
  return {
    port: taken,
    addresses: servers.map((server) => addressOf(server)?.address ?? ""),
    async close() {
      await Promise.all(servers.map((server) => stopped(server)));
    },
  };
}

/** What the system says, in our words where they help. */
function unusable(error: unknown, host: string, port: number): unknown {
  const options = { cause: error };
  switch (codeOf(error)) {
    case "EADDRINUSE": {
      const message = `Port ${port} of ${host} is taken. Is it running already? Otherwise choose another port.`;
      return new ServerError("port-in-use", message, { host, port }, options);
    }
    case "ERR_SOCKET_BAD_PORT":
      return new ServerError(
        "invalid-option",
        `There is no port ${port}: they end at 65535.`,
        { option: "port" },
        options,
      );
    case "EACCES":
      return new ServerError("invalid-option", `Port ${port} is not for everybody. Choose one above 1023.`, { option: "port" }, options); // prettier-ignore
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EADDRNOTAVAIL":
      return new ServerError("invalid-option", `This machine has no address ${host}.`, { option: "host" }, options);
    default:
      return error;
  }
}

function started(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, ipv6Only: host.includes(":") }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function stopped(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

function portOf(server: Server): number {
  return addressOf(server)?.port ?? 0;
}

function addressOf(server: Server): AddressInfo | undefined {
  const address = server.address();
  return address === null || typeof address === "string" ? undefined : address;
}
