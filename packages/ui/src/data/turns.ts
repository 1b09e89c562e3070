/** Lets requests go one after the other; those that nobody waits for any more when it is their turn are left out. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Does the work once all before it are done. Rejects with the signal's reason where that comes first. */
  async take<TValue>(signal: AbortSignal, work: () => Promise<TValue>): Promise<TValue> {
    const mine = this.#last.then(() => {
      signal.throwIfAborted();
      return work();
    });
    this.#last = mine.catch(() => {
      // Whoever asked hears of it.
    });
    return await mine;
  }
}

const scrubbing = new Turns();
let isHeld = false;

/** Somebody holds the playhead, or lets it go: until then nothing is asked for at each place it comes by. */
export function setHeld(held: boolean): void {
  isHeld = held;
}

/** Whether somebody holds the playhead. */
export function isPlayheadHeld(): boolean {
  return isHeld;
}

/** Asks for something of a step: while somebody holds the playhead, one thing at a time. */
export async function ofStep<TValue>(signal: AbortSignal, ask: () => Promise<TValue>): Promise<TValue> {
  return isHeld ? await scrubbing.take(signal, ask) : await ask();
}
