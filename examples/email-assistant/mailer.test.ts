import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { folderMailer, messageIdOf, RefusedError, smtpMailer, UnavailableError } from "./mailer.ts";
import { smtpError, startMailServer } from "./test-mail-server.ts";
import { testFolder } from "./test-program.ts";

const from = "Ada <ada@example.com>";
const messageId = messageIdOf("request:3:send:mail", "ada@example.com");
const mail = { to: "ann@example.org", subject: "Grüße", text: "Hello Ann", messageId };

it("hands an e-mail over, with the key as its Message-ID", async () => {
  const { url, mailbox } = await startMailServer();
  expect(await smtpMailer(url, from).send(mail)).toMatch(/^250 /);
  expect([...mailbox.keys()]).toEqual([messageId]);
  const message = mailbox.get(messageId);
  for (const part of ["From: Ada <ada@example.com>", "To: ann@example.org", "Hello Ann"])
    expect(message).toContain(part);
});

it.each([
  { responseCode: 451, name: "UnavailableError", type: UnavailableError },
  { responseCode: 421, name: "UnavailableError", type: UnavailableError },
  { responseCode: 550, name: "RefusedError", type: RefusedError },
])("says $name when the server answers $responseCode", async ({ responseCode, type }) => {
  const { url, mailbox } = await startMailServer(() => smtpError(responseCode, "not like this"));
  const failure = await smtpMailer(url, from)
    .send(mail)
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(type);
  expect(String(failure)).toContain("not like this");
  expect(mailbox.size).toBe(0);
});

it("says UnavailableError where there is no server", async () => {
  await expect(smtpMailer("smtp://127.0.0.1:1", from).send(mail)).rejects.toBeInstanceOf(UnavailableError);
});

it("puts an e-mail into a folder, once", async () => {
  const folder = join(testFolder(), "outbox");
  const mailer = folderMailer(folder, from);
  await mailer.send(mail);
  await mailer.send(mail);
  const [file, ...others] = readdirSync(folder);
  expect([file, others]).toEqual([expect.stringMatching(/^[0-9a-f]{32}\.eml$/), []]);
  expect(readFileSync(join(folder, file ?? ""), "utf8")).toContain(`Message-ID: ${messageId}`);
});
