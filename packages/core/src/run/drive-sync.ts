import { readPair } from "../action/pairs.ts";
import { BurrError } from "../errors.ts";
import { Source, type Task, Wait } from "./effects.ts";

/** Runs `task` to its end without waiting. What turns out to be async fails it with `async-in-sync`. */
export function driveSync<TResult>(task: Task<TResult>): TResult {
  let turn = task.next();
  while (turn.done !== true) {
    const effect = turn.value;
    try {
      if (effect instanceof Wait) {
        effect.promise.then(undefined, () => {}); // nobody will wait for it
        throw asyncInSync(effect.what);
      }
      turn = task.next(effect instanceof Source ? drain(effect) : undefined);
    } catch (error) {
      turn = task.throw(error);
    }
  }
  return turn.value;
}

function drain({ step, iterator, isAsync }: Source): unknown {
  const { name, action } = step.node;
  if (isAsync) throw asyncInSync(`the action "${name}"`);
  let final: unknown;
  for (;;) {
    const item = iterator.next() as IteratorResult<unknown, unknown>; // a sync iterator
    if (item.done === true) return action.body.yieldsPairs ? final : item.value;
    if (action.body.yieldsPairs) {
      const pair = readPair(name, item.value, final);
      if ("final" in pair) final = pair.final;
      else step.records.takeChunk(pair.chunk);
    } else step.records.takeChunk(item.value);
  }
}

function asyncInSync(what: string): BurrError {
  return new BurrError(
    "async-in-sync",
    `runSync() met a promise: ${what} is async. Use run(), or make it synchronous.`,
    { what },
  );
}
