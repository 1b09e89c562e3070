import { beginOf } from "@burrjs/protocol";
import { type ReactNode, useEffect, useState } from "react";
import { bytesText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { mostMarkdown } from "../../model/text/markdown.ts";
import { dataImage } from "../../model/value/data-image.ts";
import { AppDialog } from "../app-dialog.tsx";
import { Button } from "../button.tsx";
import { Segments } from "../segments.tsx";
import { copyText } from "../../shell/copy-text.ts";
import { LocalValueTree } from "./local-value-tree.tsx";
import { MarkdownView } from "./markdown-view.tsx";
import styles from "./value-reader.module.css";

interface ValueReaderProps {
  /** What is read, for people. */
  readonly title: string;
  /** `undefined`: it is being fetched. */
  readonly value: { readonly raw: unknown } | undefined;
  readonly error?: Error | null;
  readonly onClose: () => void;
}

type Way = "plain" | "markdown" | "json";

const mostImageBytes = 8_000_000;
/** A page with more text than this does not move any more. */
const mostShown = 1_000_000;

/** One value in a box of its own, with room to read: as it is, and on request as Markdown or as the JSON that is in it. */
export function ValueReader({ title, value, error, onClose }: ValueReaderProps) {
  const [way, setWay] = useState<Way>("plain");
  const text =
    value === undefined ? "" : typeof value.raw === "string" ? value.raw : JSON.stringify(value.raw, null, 2);
  const inside =
    value === undefined ? undefined : typeof value.raw === "string" ? jsonIn(value.raw) : { raw: value.raw };
  const ways = [
    { value: "plain" as const, text: "Plain" },
    ...(typeof value?.raw === "string" && text.length <= mostMarkdown
      ? [{ value: "markdown" as const, text: "Markdown" }]
      : []),
    ...(inside === undefined ? [] : [{ value: "json" as const, text: "JSON tree" }]),
  ];
  return (
    <AppDialog
      title={title}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      width={960}
      footer={<Button onClick={() => copyText(text, "Value copied.")}>Copy value</Button>}
    >
      <div className={styles["ways"]}>
        {ways.length > 1 && <Segments label="Show as" options={ways} value={way} onChange={setWay} />}
        <span className={styles["bytes"]}>{bytesText(new Blob([text]).size)}</span>
      </div>
      {error !== null && error !== undefined && <p className={styles["error"]}>{error.message}</p>}
      {value !== undefined && <ReaderBody way={way} text={text} inside={inside} />}
    </AppDialog>
  );
}

function ReaderBody({
  way,
  text,
  inside,
}: {
  readonly way: Way;
  readonly text: string;
  readonly inside: { readonly raw: unknown } | undefined;
}): ReactNode {
  if (way === "markdown") return <MarkdownView text={text} />;
  if (way === "json" && inside !== undefined)
    return <LocalValueTree label="Value" values={[["value", inside]]} isOpen maxHeight={480} />;
  const image = dataImage(text);
  if (image !== undefined && image.bytes <= mostImageBytes) return <ImageView text={text} mime={image.mime} />;
  return (
    <>
      {image !== undefined && (
        <p className="muted">
          A picture of {bytesText(image.bytes)}: only those of up to {bytesText(mostImageBytes)} are shown.
        </p>
      )}
      <pre className={`${styles["plain"]} inset-focus`} tabIndex={0} dir="auto" role="region" aria-label="Text">
        {visibleText(beginOf(text, mostShown))}
      </pre>
      {text.length > mostShown && (
        <p className="muted">The first {bytesText(mostShown)} are shown. “Copy value” copies all of it.</p>
      )}
    </>
  );
}

/** A picture out of a text: from memory, so that nothing is asked for anywhere. */
function ImageView({ text, mime }: { readonly text: string; readonly mime: string }) {
  const [address, setAddress] = useState<string | undefined>(undefined);
  const [isBroken, setBroken] = useState(false);
  useEffect(() => {
    let made: string | undefined;
    try {
      const bytes = Uint8Array.from(
        atob(text.slice(text.indexOf(",") + 1)),
        (character) => character.codePointAt(0) ?? 0,
      );
      made = URL.createObjectURL(new Blob([bytes], { type: mime }));
      setAddress(made);
    } catch {
      setBroken(true); // no base64
    }
    return () => {
      if (made !== undefined) URL.revokeObjectURL(made);
    };
  }, [text, mime]);
  if (isBroken) return <p className="muted">The picture cannot be read.</p>;
  return address === undefined ? null : (
    <img className={styles["image"]} src={address} alt={`The value, as ${mime}`} onError={() => setBroken(true)} />
  );
}

function jsonIn(text: string): { readonly raw: unknown } | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return { raw: JSON.parse(text) as unknown };
  } catch {
    return undefined; // a text that only begins like JSON
  }
}
