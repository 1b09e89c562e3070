import { createHash } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import type { Draft } from "./state.ts";

/** What sends e-mails. */
export interface Mailer {
  /** Shown to the person. */
  readonly name: string;
  /**
   * Sends one e-mail.
   *
   * @returns What the receiving side has said.
   * @throws `UnavailableError` or `RefusedError`.
   */
  send(mail: Draft & { readonly messageId: string }): Promise<string>;
}

/** The e-mail was not taken, and may be taken later: nobody answers, the server is busy, the connection broke off. */
export class UnavailableError extends Error {
  override readonly name = "UnavailableError";
}

/** The server will never take this e-mail: the address does not exist, the text looks like spam. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
}

/**
 * The `Message-ID` for an idempotency key: the same for each try, so that whoever receives an e-mail twice can know it.
 *
 * @param key - Of `ctx.once()`.
 * @param from - The address of the sender.
 */
export function messageIdOf(key: string, from: string): string {
  const hash = createHash("sha256").update(key).digest("hex").slice(0, 32);
  return `<${hash}@${from.slice(from.lastIndexOf("@") + 1)}>`;
}

/** Sends by SMTP, to a server such as `smtps://user:password@mail.example.com`. */
export function smtpMailer(url: string, from: string): Mailer {
  const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };
  const { hostname, port, protocol, username, password } = new URL(url);
  const transport = createTransport({
    ...timeouts,
    host: hostname,
    ...(port === "" ? {} : { port: Number(port) }),
    secure: protocol === "smtps:",
    ...(username === "" ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
  });
  return {
    name: `the mail server ${hostname}`,
    async send(mail) {
      try {
        return (await transport.sendMail({ ...mail, from })).response;
      } catch (error) {
        throw failureOf(error);
      }
    },
  };
}

/** Permanent replies of SMTP are those from 500 on; all else, also a connection that is lost, may go better next time. */
function failureOf(error: unknown): Error {
  const { message, responseCode = 0 } = error as { readonly message: string; readonly responseCode?: number };
  const failure = responseCode >= 500 ? RefusedError : UnavailableError;
  return new failure(message, { cause: error });
}

/** Puts e-mails into a folder, as files that a mail program opens. One that is sent again replaces itself. */
export function folderMailer(folder: string, from: string): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true });
  return {
    name: `the folder ${folder}`,
    async send(mail) {
      const { message } = await transport.sendMail({ ...mail, from });
      const file = join(folder, `${mail.messageId.replaceAll(/[<>]|@.*/g, "")}.eml`);
      await mkdir(folder, { recursive: true });
      await writeFile(`${file}.unfinished`, message);
      await rename(`${file}.unfinished`, file);
      return `written to ${file}`;
    },
  };
}
