import { sessionOf, tokenCheck, type TokenCheck } from "./tokens.ts";

/** Knows who may ask. */
export interface Session {
  /** Whether a request brings the token, as `Authorization: Bearer`. */
  hasToken(request: Request): Promise<boolean>;
  /** Whether it brings the cookie that the token was swapped for. */
  hasCookie(request: Request): Promise<boolean>;
  /** Whether it brings a token that may send records, as `Authorization: Bearer`. */
  mayIngest(request: Request): Promise<boolean>;
  /** Whether it brings a token of runners, as `Authorization: Bearer`. */
  isRunner(request: Request): Promise<boolean>;
  /** The `Set-Cookie` for whoever has this token; `undefined`: it is not the one. */
  open(token: string, secure: boolean): Promise<string | undefined>;
  /** The `Set-Cookie` that takes the cookie away. */
  close(secure: boolean): string;
}

/** What there is to know. */
export interface SessionOptions {
  readonly token: string;
  readonly ingestTokens: readonly string[];
  /** Default: none. */
  readonly runnerTokens?: readonly string[];
  /** Cookies know hosts and no ports; so the name has the port. */
  readonly port: number;
  /** Below which path the server is mounted: `/`. */
  readonly path: string;
}

/**
 * Makes what knows who may ask.
 *
 * @param options - The secrets.
 * @returns It.
 */
export function sessionsOf({ token, ingestTokens, runnerTokens = [], port, path }: SessionOptions): Session {
  const name = `burr-${port}`;
  const isToken = tokenCheck([token]);
  const isIngestToken = tokenCheck([token, ...ingestTokens]);
  const isRunnerToken = tokenCheck(runnerTokens);
  const session = sessionOf(token);
  const isSession = session.then((value) => tokenCheck([value]));
  const cookie = (value: string, secure: boolean, more = ""): string =>
    `${name}=${value}; Path=${path}; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}${more}`;
  return {
    hasToken: (request) => hasBearer(request, isToken),
    mayIngest: (request) => hasBearer(request, isIngestToken),
    isRunner: (request) => hasBearer(request, isRunnerToken),
    async hasCookie(request) {
      const check = await isSession;
      let known = false;
      for (const value of cookiesOf(request, name).slice(0, 8)) known = (await check(value)) || known;
      return known;
    },
    open: async (given, secure) => ((await isToken(given)) ? cookie(await session, secure) : undefined),
    close: (secure) => cookie("", secure, "; Max-Age=0"),
  };
}

async function hasBearer(request: Request, check: TokenCheck): Promise<boolean> {
  const given = /^Bearer +([^\s]{1,512})$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  return given !== undefined && (await check(given));
}

function cookiesOf(request: Request, name: string): readonly string[] {
  const pairs = (request.headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  return pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1));
}
