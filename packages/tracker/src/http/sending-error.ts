/** Every way in which records do not reach where they are sent, and the facts that go with it. */
export interface SendingErrorDetails {
  /** Records are lost. `records`: so far; more may follow until the receiver takes some again. */
  "records-lost": { readonly records: number };
  /** Nothing has been taken for some time. It is tried again. */
  unreachable: { readonly to: string; readonly failures: number };
  /** The receiver will not take anything of this sender: nothing more is sent. */
  unauthorized: { readonly to: string; readonly status: number };
  /** The receiver cannot take some of the records: these are lost. */
  refused: { readonly to: string; readonly status: number; readonly records: number };
}

const brand = Symbol.for("@burrjs/tracker/sending-error");

/** What a tracker that sends its records tells `onError`. No message contains a record, a key or a token. */
export class SendingError<TCode extends keyof SendingErrorDetails = keyof SendingErrorDetails> extends Error {
  override readonly name = "SendingError";
  readonly [brand] = true;
  readonly code: TCode;
  readonly details: SendingErrorDetails[TCode];

  constructor(code: TCode, message: string, details: SendingErrorDetails[TCode], options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}
