import { dirname, join, resolve } from "node:path";
import { folderMailer, type Mailer, smtpMailer } from "./mailer.ts";
import { modelWriter } from "./model-writer.ts";
import { ruleWriter } from "./rule-writer.ts";
import { addressIn, type Writer } from "./writer.ts";

/** What the environment says. */
export interface Settings {
  /** The file in which requests are kept. */
  readonly store: string;
  readonly writer: Writer;
  readonly mailer: Mailer;
  /** The address that e-mails come from. */
  readonly from: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Between two words of the built-in writer, where a person watches: somewhat faster than one reads. */
const wordMs = 30;

/**
 * Reads the environment: see the README. What is not set has a default that needs nothing else.
 *
 * @param environment - That of the process.
 * @param isWatched - Whether a person looks at the terminal.
 * @returns What the program works with.
 */
export function readSettings(environment: Environment, isWatched: boolean): Settings {
  const { EMAIL_FROM: given = "Me <me@example.com>", EMAIL_STORE: file, SMTP_URL: url = "" } = environment;
  const from = addressIn(given);
  if (from === "") throw new Error(`EMAIL_FROM must be an address, such as Ada <ada@example.com>, not "${given}".`);
  // `npm start` changes into the folder of the example: INIT_CWD is where it was called.
  const folder = file === undefined ? import.meta.dirname : (environment["INIT_CWD"] ?? "");
  const store = resolve(folder, file ?? "requests.sqlite");
  const sender = /^[^<@]+(?=<)/.exec(given)?.[0].trim() ?? from;
  return {
    store,
    from,
    writer: writerOf(environment, sender, isWatched),
    mailer: url === "" ? folderMailer(join(dirname(store), "outbox"), given) : smtpMailer(url, given),
  };
}

function writerOf(environment: Environment, sender: string, isWatched: boolean): Writer {
  const { OPENAI_API_KEY: apiKey = "", OPENAI_BASE_URL: baseURL = "", OPENAI_MODEL: model = "" } = environment;
  if (apiKey === "" && baseURL === "") return ruleWriter({ sender, pauseMs: isWatched ? wordMs : 0 });
  return modelWriter({
    model: model === "" ? "gpt-5.4-mini" : model,
    sender,
    ...(apiKey === "" ? {} : { apiKey }),
    ...(baseURL === "" ? {} : { baseURL }),
  });
}
