import { ServerError } from "../errors.ts";

/** What a caller says about where to listen. */
export interface HostOptions {
  readonly host?: string;
  readonly auth?: "token";
  readonly noToken?: boolean;
}

/**
 * Sees to it that nobody on a network reads logs without a token.
 *
 * @param options - Where to listen, and who may ask.
 * @throws `unsafe-host`.
 */
export function checkHost({ host, auth, noToken = false }: HostOptions): void {
  if (host === undefined || isLoopback(host) || (auth === "token" && !noToken)) return;
  const message =
    `The address ${host} can be reached from other machines: listen there only with \`auth: "token"\` (--auth token) and ` +
    `without \`noToken\`, or leave the host out.`;
  throw new ServerError("unsafe-host", message, { host });
}

/**
 * Gives the addresses to listen at. The first one has to be free.
 *
 * @param host - What was asked for.
 * @returns The addresses.
 */
export function listenAt(host: string | undefined): readonly string[] {
  return host === undefined || host === "localhost" ? ["127.0.0.1", "::1"] : [host];
}

/**
 * Gives the names under which a server can be asked that listens at an address, besides those of loopback.
 *
 * @param host - The address.
 * @param port - The port.
 * @returns The names; none for all addresses, as those have no name of their own.
 */
export function namesOf(host: string | undefined, port: number): readonly string[] {
  return host === undefined || ["0.0.0.0", "::", ""].includes(host) ? [] : [`${inUrl(host)}:${port}`];
}

/**
 * Gives the address of a server for a browser on the same machine.
 *
 * @param host - The address that it listens at.
 * @param port - The port.
 * @returns `http://127.0.0.1:7241`.
 */
export function urlOf(host: string | undefined, port: number): string {
  const shown = host === undefined || ["0.0.0.0", "localhost", ""].includes(host) ? "127.0.0.1" : host;
  return `http://${inUrl(shown === "::" ? "::1" : shown)}:${port}`;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

function inUrl(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
