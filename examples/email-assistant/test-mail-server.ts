import { SMTPServer } from "smtp-server";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** What the server answers to the try number `count` to give it an e-mail: nothing is a yes. */
export type Reply = (count: number) => Error | undefined | Promise<Error | undefined>;

/** A refusal of SMTP. */
export function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

/** A mail server on this machine. It delivers what it has taken, and of several e-mails with one Message-ID only the first. */
export async function startMailServer(reply: Reply = () => undefined) {
  const tries: string[] = [];
  const mailbox = new Map<string, string>();
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    authOptional: true,
    disableReverseLookup: true,
    onData(stream, _session, callback) {
      const take = async (): Promise<void> => {
        const message = await text(stream);
        const refusal = await reply(tries.push(message));
        const [, id = ""] = /^Message-ID: (<.*>)/im.exec(message) ?? [];
        if (refusal === undefined && !mailbox.has(id)) mailbox.set(id, message);
        callback(refusal);
      };
      void take();
    },
  });
  server.on("error", () => {}); // a client that is killed breaks its connection off
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  const address = server.server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    url: `smtp://127.0.0.1:${port}`,
    /** Every e-mail that a client has handed over, whatever the reply. */
    tries,
    /** What was delivered, by Message-ID. */
    mailbox,
  };
}
