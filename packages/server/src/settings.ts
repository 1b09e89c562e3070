import { ServerError } from "./errors.ts";
import type { ServerOptions, Settings } from "./options.ts";

const megabyte = 1024 * 1024;

/**
 * Fills in what options leave open, and refuses what cannot be.
 *
 * @param options - What was given.
 * @returns All of it.
 * @throws `invalid-option`, with its name.
 */
export function settingsOf(options: ServerOptions): Settings {
  const { token, port = 7241, basePath = "", runnerTokens = [], limits = {} } = options;
  for (const secret of [token, ...(options.ingestTokens ?? [])]) {
    // Programs without types may have none, of a variable that is not set, say.
    if (typeof secret === "string" && secret.length >= 32 && secret.length <= 512 && !/\s/.test(secret)) continue;
    throw badOption("token", "A token needs 32 to 512 characters, without spaces, that nobody can guess.");
  }
  if (runnerTokens.some((one) => one.length < 32 || /\s/.test(one) || one === token)) {
    throw badOption(
      "runnerTokens",
      "Each of `runnerTokens` needs at least 32 characters, without spaces, and is not the `token`.",
    );
  }
  if (basePath !== "" && !/^(\/[\w~-][\w.~-]*)+$/.test(basePath)) {
    throw badOption("basePath", "The option `basePath` has to be a path such as `/burr`, without a slash at its end.");
  }
  return {
    trustProxy: false,
    noToken: false,
    readOnly: false,
    v0Writes: false,
    ingestTokens: [],
    runnerTokens: [],
    onError: () => {},
    now: () => Date.now(),
    schedule: afterDelay,
    dir: undefined,
    isUsualDir: false,
    unreadable: () => Promise.resolve([]),
    annotations: undefined,
    ingest: undefined,
    assets: undefined,
    gzip: undefined,
    ...options,
    port,
    basePath,
    allowedHosts: [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, ...(options.allowedHosts ?? [])].map(
      (host) => host.toLowerCase(),
    ),
    limits: {
      requests: 64,
      eventStreams: 32,
      bodyBytes: 4 * megabyte,
      bodyDepth: 200,
      ingestBytes: 16 * megabyte,
      ingestRequests: 4,
      runners: 16,
      ...limits,
    },
  };
}

function badOption(option: string, message: string): ServerError {
  return new ServerError("invalid-option", message, { option });
}

function afterDelay(run: () => void, delayMs: number): () => void {
  const timer = setTimeout(run, delayMs);
  return () => {
    clearTimeout(timer);
  };
}
