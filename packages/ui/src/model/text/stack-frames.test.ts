import { describe, expect, it } from "vitest";
import { frameGroups, stackErrors } from "./stack-frames.ts";

const javascript = `TypeError: Cannot read 'title'
while looking at document 7
    at explode (file:///home/me/app/agent.ts:29:106)
    at Array.map (<anonymous>)
    at step (file:///home/me/app/node_modules/@burrjs/core/dist/step/step.js:10:2)
    at node:internal/process/task_queues:95:5 {
  code: 'x',
  [cause]: Error: socket hang up
      at connect (file:///home/me/app/net.ts:3:1)
}`;

const python = `Traceback (most recent call last):
  File "/home/me/app/net.py", line 3, in connect
    raise OSError("down")
OSError: down

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/usr/lib/python3.11/site-packages/burr/core/application.py", line 10, in step
    result = action.run(state)
  File "/home/me/app/agent.py", line 29, in explode
    docs[0].title
    ^^^^^^^^^^^^^
ValueError: no title
second line
`;

describe("the text of an exception", () => {
  it("of JavaScript is read with its cause; frames know whose they are", () => {
    const [error, cause, ...rest] = stackErrors(javascript);
    expect(rest).toEqual([]);
    expect(error?.message).toBe("TypeError: Cannot read 'title'\nwhile looking at document 7");
    expect(error?.frames.map(({ isOwn, text }) => [isOwn, text])).toEqual([
      [true, "explode (file:///home/me/app/agent.ts:29:106)"],
      [false, "Array.map (<anonymous>)"],
      [false, "step (file:///home/me/app/node_modules/@burrjs/core/dist/step/step.js:10:2)"],
      [false, "node:internal/process/task_queues:95:5"],
    ]);
    expect(cause).toMatchObject({ message: "Error: socket hang up", link: "caused by" });
    expect(cause?.frames).toHaveLength(1);
  });

  it("of Python begins with what came out, innermost frame first", () => {
    const [error, cause] = stackErrors(python);
    expect(error?.message).toBe("ValueError: no title\nsecond line");
    expect(error?.frames).toEqual([
      { text: 'File "/home/me/app/agent.py", line 29, in explode: docs[0].title', isOwn: true },
      {
        text: 'File "/usr/lib/python3.11/site-packages/burr/core/application.py", line 10, in step: result = action.run(state)',
        isOwn: false,
      },
    ]);
    expect(cause).toMatchObject({ message: "OSError: down", link: "caused by" });
  });

  it("without a stack is a message", () => {
    expect(stackErrors("just words")).toEqual([{ message: "just words", frames: [] }]);
  });

  it("folds frames of one side together", () => {
    const frames = stackErrors(javascript)[0]?.frames ?? [];
    expect(frameGroups(frames).map(({ isOwn, frames: group }) => [isOwn, group.length])).toEqual([
      [true, 1],
      [false, 3],
    ]);
  });
});
