import { burr } from "@burrjs/core";
import { registerGraphs } from "@burrjs/core/parallel";

/** The state of a task that only computes. */
export interface Primes {
  readonly limit: number;
  readonly count: number;
}

const b = burr<Primes>();

/** What the threads import: some hundred microseconds of arithmetic. */
export const { primes } = registerGraphs(import.meta.url, {
  primes: b.action({ reads: ["limit"], writes: ["count"], run: ({ limit }) => ({ count: countPrimes(limit) }) }),
});

const isComposite = new Uint8Array(200_000); // one for all tasks: getting memory is not what is measured

/** The sieve of Eratosthenes. */
function countPrimes(limit: number): number {
  isComposite.fill(0);
  let count = 0;
  for (let number = 2; number < limit; number += 1) {
    if (isComposite[number] === 1) continue;
    count += 1;
    cross(limit, number);
  }
  return count;
}

function cross(limit: number, prime: number): void {
  for (let multiple = prime * prime; multiple < limit; multiple += prime) isComposite[multiple] = 1;
}
