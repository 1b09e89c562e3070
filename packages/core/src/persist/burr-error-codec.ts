import { BurrError, type ErrorDetails } from "../errors.ts";
import { isRecord } from "../state/freeze.ts";
import { classCodec } from "./codec/class-codec.ts";

/** Stores our own errors: one that a transition on error leads on from has its code and details also in another process. */
export const burrErrorCodec = classCodec<BurrError>({
  name: "BurrError",
  type: BurrError,
  encode: ({ code, message, details, cause }) => ({
    code,
    message,
    details,
    ...(cause === undefined ? {} : { cause }),
  }),
  decode(data) {
    if (!isRecord(data) || typeof data["code"] !== "string") throw new TypeError("This is no error of ours.");
    const { code, message, details, cause } = data;
    const options = cause === undefined ? undefined : { cause };
    return new BurrError(
      code as keyof ErrorDetails,
      String(message),
      details as ErrorDetails[keyof ErrorDetails],
      options,
    ); // as encode() wrote it
  },
});
