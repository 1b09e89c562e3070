import { SendingError } from "./sending-error.ts";

// One failure is no news: the next try often succeeds.
const failuresBeforeReport = 3;

/** Tells what goes wrong, once until it goes well again. */
export class Reporter {
  readonly #to: string;
  readonly #onError: (error: SendingError) => unknown;
  #isLossTold = false;
  #isRefusalTold = false;
  #isFailureTold = false;
  #lost = 0;
  #lastFailure: unknown;

  /** `to`: whom it is sent to, in words, for messages. `onError` may throw: nobody hears of it. */
  constructor(to: string, onError: ((error: SendingError) => unknown) | undefined) {
    this.#to = to;
    this.#onError = onError ?? ((error) => console.warn(`${error.name} [${error.code}]: ${error.message}`));
  }

  /** Something went that had not been sent. */
  lost(records: number, why: string): void {
    this.#lost += records;
    if (this.#isLossTold) return;
    this.#isLossTold = true;
    const message = `Records of applications are lost on their way to ${this.#to}: ${why}. The applications run on.`;
    this.#tell(new SendingError("records-lost", message, { records: this.#lost }, causeOf(this.#lastFailure)));
  }

  /** Something cannot be taken, now or later. `status`: of the answer. */
  refused(records: number, status: number, why: string): void {
    if (this.#isRefusalTold) return;
    this.#isRefusalTold = true;
    const message = `${this.#to} refuses some of the records, with the status ${status}: ${why}. They are lost.`;
    this.#tell(new SendingError("refused", message, { to: this.#to, status, records }));
  }

  /** It was tried `failures` times in a row. */
  failed(error: unknown, failures: number): void {
    this.#lastFailure = error;
    if (failures < failuresBeforeReport || this.#isFailureTold) return;
    this.#isFailureTold = true;
    const message = `${this.#to} has not taken records ${failures} times in a row. They wait, and it is tried again.`;
    this.#tell(new SendingError("unreachable", message, { to: this.#to, failures }, causeOf(error)));
  }

  /** Nothing more will be sent. */
  stopped(status: number, advice: string): void {
    const message = `${this.#to} refuses this tracker with the status ${status}, and nothing more is sent. ${advice}`;
    this.#isLossTold = true; // this says it
    this.#tell(new SendingError("unauthorized", message, { to: this.#to, status }));
  }

  /** Something was taken. */
  succeeded(): void {
    this.#isLossTold = false;
    this.#isFailureTold = false;
    this.#lost = 0;
    this.#lastFailure = undefined;
  }

  #tell(failure: SendingError): void {
    try {
      const told = this.#onError(failure);
      if (told instanceof Promise) told.catch(() => {}); // see the constructor
    } catch {
      // see the constructor
    }
  }
}

function causeOf(error: unknown): ErrorOptions | undefined {
  return error === undefined ? undefined : { cause: error };
}
