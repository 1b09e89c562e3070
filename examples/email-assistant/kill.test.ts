import { once } from "node:events";
import { expect, it, vi } from "vitest";
import { gate } from "./test-async.ts";
import { smtpError, startMailServer } from "./test-mail-server.ts";
import { startModel } from "./test-model.ts";
import { idIn, programIn, testFolder } from "./test-program.ts";

vi.setConfig({ testTimeout: 30_000 }); // processes start slowly on a busy machine

const request = "Ask Ann (ann@example.com) to bring the numbers on Monday.";

it("does not send again what was sent before kill -9, and not yet committed", async () => {
  const folder = testFolder();
  const { url: SMTP_URL, tries, mailbox } = await startMailServer();
  const start = programIn(folder, { SMTP_URL });
  const id = idIn(await start("new", request).output);
  expect(await programIn(folder, { SMTP_URL }, "test-crash.ts")(id, "send").exit).toBe("SIGKILL");
  expect(tries).toHaveLength(1);

  const { output, exit } = start("continue");
  expect(await output).toContain(`Sent once, as ${[...mailbox.keys()].join()}`);
  expect([await exit, tries.length]).toEqual([0, 1]);
  expect(await start("continue").output).toBe("There is nothing to go on with.\n");
});

it("sends under the same Message-ID when kill -9 comes before the server's reply: it is delivered once", async () => {
  const folder = testFolder();
  const taken = gate();
  const never = new Promise<undefined>(() => {});
  const {
    url: SMTP_URL,
    tries,
    mailbox,
  } = await startMailServer((count) => {
    if (count > 1) return undefined;
    mailbox.set(/^Message-ID: (<.*>)/im.exec(tries[0] ?? "")?.[1] ?? "", "delivered"); // and the reply is lost
    taken.open();
    return never;
  });
  const start = programIn(folder, { SMTP_URL });
  const first = start("answer", idIn(await start("new", request).output), "send");
  await taken.opened;
  first.child.kill("SIGKILL");
  await first.exit;

  expect(await start("continue").output).toContain("Sent once");
  expect([tries.length, [...mailbox.values()]]).toEqual([2, ["delivered"]]);
});

it("tries a server again that is busy, and sends once", async () => {
  const {
    url: SMTP_URL,
    tries,
    mailbox,
  } = await startMailServer((count) => (count < 3 ? smtpError(451, "greylisted, come again") : undefined));
  const start = programIn(testFolder(), { SMTP_URL });
  expect(await start("answer", idIn(await start("new", request).output), "send").output).toContain("Sent once");
  expect([tries.length, mailbox.size]).toEqual([3, 1]);
});

it("lets the draft under way come to its end at SIGTERM, and goes on from there", async () => {
  const goOn = gate();
  const { baseURL: OPENAI_BASE_URL, requests } = await startModel(async function* ({ stream }) {
    if (stream !== true) yield '{"questions":[]}';
    else {
      yield "Subject: Numbers\n\nHello";
      await goOn.opened;
      yield " Ann.";
    }
  });
  const start = programIn(testFolder(), { OPENAI_BASE_URL });
  const { child, output, exit } = start("new", request);
  let shown = "";
  while (!shown.includes("Hello")) shown += String(await once(child.stdout, "data"));
  child.kill("SIGTERM");
  const listed = await start("list").output; // by now the signal has arrived
  goOn.open();
  expect(listed).toContain("Nothing waits for you.");
  expect(await output).toContain('Hello Ann.\n\nStopped behind the step "write"');
  expect(await exit).toBe(0);
  expect(await start("continue").output).toContain("Shall it be sent?");
  expect(requests).toHaveLength(2);
});

it("stops the draft under way at Ctrl+C, and writes it anew later", async () => {
  let drafts = 0;
  const { baseURL: OPENAI_BASE_URL } = await startModel(async function* ({ stream }) {
    if (stream !== true) yield '{"questions":[]}';
    else {
      drafts += 1;
      yield "Subject: Numbers\n\nHello";
      if (drafts === 1) await new Promise(() => {});
      yield " Ann.";
    }
  });
  const start = programIn(testFolder(), { OPENAI_BASE_URL });
  const { child, errors, exit } = start("new", request);
  let shown = "";
  while (!shown.includes("Hello")) shown += String(await once(child.stdout, "data"));
  child.kill("SIGINT");
  expect([await exit, await errors]).toEqual([130, "\nInterrupted. To go on: npm start -- continue\n"]);
  expect(await start("list").output).toBe("Nothing waits for you.\n1 can go on without you: npm start -- continue\n");
  expect(await start("continue").output).toContain("Hello Ann.");
});

it("does not send again what was under way at Ctrl+C: it waits for the server's reply", async () => {
  const [taken, reply] = [gate(), gate()];
  const { url: SMTP_URL, tries } = await startMailServer(async () => {
    taken.open();
    await reply.opened;
    return undefined;
  });
  const start = programIn(testFolder(), { SMTP_URL });
  const { child, exit, errors } = start("answer", idIn(await start("new", request).output), "send");
  await taken.opened;
  child.kill("SIGINT");
  await start("list").exit; // by now the signal has arrived
  reply.open();
  expect([await exit, await errors]).toEqual([130, "\nInterrupted. To go on: npm start -- continue\n"]);
  expect(await start("continue").output).toContain("Sent once");
  expect(tries).toHaveLength(1);
});
