import type { ValuePreview } from "@burrjs/protocol";
import { previewTokens, sizeText, type ValueToken, valueTokens } from "../../model/value/value-tokens.ts";
import styles from "./value-text.module.css";

/** A value of the log in one line of about `limit` characters, coloured by type. */
export function ValueText({ value, limit = 120 }: { readonly value: unknown; readonly limit?: number }) {
  return <TokenLine tokens={valueTokens(value, limit)} />;
}

interface ValuePreviewTextProps {
  readonly preview: ValuePreview;
  readonly limit?: number;
  /** Says `4 items` and not what they are. */
  readonly isBrief?: boolean;
}

/** A value, or what it would be, in one line. */
export function ValuePreviewText({ preview, limit = 120, isBrief = false }: ValuePreviewTextProps) {
  const size = sizeText(preview);
  if (isBrief && size !== "" && (preview.type === "array" || preview.type === "object" || preview.truncated === true)) {
    return <span className={styles["size"]}>({size})</span>;
  }
  return <TokenLine tokens={previewTokens(preview, limit)} />;
}

/** Pieces of a value, one after the other. */
export function TokenLine({ tokens }: { readonly tokens: readonly ValueToken[] }) {
  return (
    <span className={styles["line"]}>
      {tokens.map(({ kind, text }, index) => (
        <span key={index} className={styles[kind]}>
          {text}
        </span>
      ))}
    </span>
  );
}
