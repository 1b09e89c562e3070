import { expect, it, onTestFinished } from "vitest";
import { logText, run, step } from "../../testing/log-lines.ts";
import { MemoryLogs } from "../../testing/memory-logs.ts";
import { RunLogs } from "../index/run-logs.ts";
import { KnownProjects } from "./known-projects.ts";

it("keeps what is there, and no name that is of nothing", async () => {
  const logs = new MemoryLogs();
  logs.put("p", "app", { log: logText(run(), ...step(0)) });
  const read = new RunLogs(logs, 1024);
  const projects = new KnownProjects({ source: logs, logs: read });
  onTestFinished(async () => {
    await projects.close();
    await read.close();
  });
  const names = Array.from({ length: 500 }, (_, at) => `none-${at}`);
  const lists = await Promise.all([...names, "p", "p"].map((name) => projects.of(name).list()));
  expect(lists.filter((list) => list !== undefined)).toHaveLength(2);
  expect(projects.size).toBe(1);
  expect(projects.of("p")).toBe(projects.of("p"));

  const early = projects.of("later");
  await early.list();
  logs.put("later", "app", { log: logText(run()) });
  await early.list();
  expect(projects.of("later")).toBe(early);
  expect(projects.size).toBe(2);
});
