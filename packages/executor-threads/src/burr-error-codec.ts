import { BurrError, type ErrorDetails } from "@burrjs/core";
import { classCodec } from "@burrjs/core/persist";

interface ErrorData {
  readonly code: keyof ErrorDetails;
  readonly message: string;
  readonly details: ErrorDetails[keyof ErrorDetails];
  readonly stack: string | undefined;
  readonly cause?: unknown;
}

/** Brings our own errors over with their code, their details, their stack and their cause. */
export const burrErrorCodec = classCodec<BurrError>({
  name: "BurrError",
  type: BurrError,
  encode: ({ code, message, details, stack, cause }): ErrorData => ({
    code,
    message,
    details,
    stack,
    ...(cause === undefined ? {} : { cause }),
  }),
  decode(data) {
    const { code, message, details, stack, ...options } = data as ErrorData; // as it was encoded, by the same code
    const error = new BurrError(code, message, details, options);
    Object.defineProperty(error, "stack", { value: stack, writable: true, configurable: true });
    return error;
  },
});
