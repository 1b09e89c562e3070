import type { TestFiles } from "@burrjs/protocol";
import { useQuery } from "@tanstack/react-query";
import { Copy, Download, TriangleAlert } from "lucide-react";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { ApiError } from "../../../data/api.ts";
import { saveFile } from "../../../data/export-runs.ts";
import { testQuery } from "../../../data/test-query.ts";
import { bytesText, countText } from "../../../format/quantities.ts";
import { visibleText } from "../../../format/visible-text.ts";
import type { TestSubject } from "../../../model/test-command.ts";
import { IconButton } from "../../../parts/button.tsx";
import { useThrottled } from "../../../parts/use-throttled.ts";
import { CodeView } from "../../../parts/value/code-view.tsx";
import { copyText } from "../../../shell/copy-text.ts";
import styles from "./export-test.module.css";

/** Of a longer file, the rest is only in what is copied and downloaded. */
const mostShown = 50_000;
/** The most paths that are listed. */
const mostPaths = 8;

interface TestPreviewProps {
  readonly subject: TestSubject;
  /** Where the application is. */
  readonly code: string;
  /** What is tested, for people. */
  readonly about: string;
  /** What is shown until there is something. */
  readonly pending: ReactNode;
  /** Another way to the files. */
  readonly children: ReactNode;
}

/** The files of a test as they would be, or why there are none. */
export function TestPreview({ subject, code, about, pending, children }: TestPreviewProps) {
  const { data, error, isPlaceholderData } = useQuery(testQuery(subject, usePaced(code)));
  // What makes no test makes none in another way either.
  if (error instanceof ApiError && (error.status === 404 || error.status === 409)) return <Refusal error={error} />;
  return (
    <>
      <p className={styles["about"]}>{about}</p>
      {error !== null ? (
        <Refusal error={error} />
      ) : data === undefined ? (
        pending
      ) : (
        <Files made={data} isBusy={isPlaceholderData} />
      )}
      {children}
    </>
  );
}

function Files({ made, isBusy }: { readonly made: TestFiles; readonly isBusy: boolean }) {
  return (
    <section className={styles["preview"]} aria-label="The test" aria-busy={isBusy}>
      <Missing paths={made.missing} />
      {made.cut_at !== null && (
        <p className={styles["warn"]}>
          <TriangleAlert size={14} strokeWidth={1.5} aria-hidden />
          The path ends with step {made.cut_at}: what comes next needs somebody&apos;s answer, or was cut short.
        </p>
      )}
      <div className={styles["files"]}>
        <FileView name={made.test_file} text={made.test} type="text/typescript" />
        <FileView name={made.fixture_file} text={made.fixture} type="application/json" />
      </div>
    </section>
  );
}

function Refusal({ error }: { readonly error: Error }) {
  const hint = error instanceof ApiError && error.status !== 400 && error.status !== 404 ? error.hint : undefined;
  return (
    <p className={styles["refusal"]} role="alert">
      <TriangleAlert size={14} strokeWidth={1.5} aria-hidden />
      <span>
        {error.message} {hint}
      </span>
    </p>
  );
}

function Missing({ paths }: { readonly paths: TestFiles["missing"] }) {
  if (paths.length === 0) return null;
  const isOne = paths.length === 1;
  return (
    <div className={styles["warn"]}>
      <TriangleAlert size={14} strokeWidth={1.5} aria-hidden />
      <div>
        <p>
          {countText(paths.length)} {isOne ? "value was" : "values were"} redacted, or could not be recorded: fill{" "}
          {isOne ? "it" : "them"} in where the action needs {isOne ? "it" : "them"}. As an outcome, any value passes.
        </p>
        <ul className={styles["paths"]}>
          {paths.slice(0, mostPaths).map((path) => (
            <li key={path} className="mono">
              {visibleText(path)}
            </li>
          ))}
          {paths.length > mostPaths && <li>and {countText(paths.length - mostPaths)} more</li>}
        </ul>
      </div>
    </div>
  );
}

interface FileProps {
  readonly name: string;
  readonly text: string;
  readonly type: string;
}

function FileView({ name, text, type }: FileProps) {
  const shown = useMemo(() => text.slice(0, mostShown), [text]);
  const title = visibleText(name);
  return (
    <div className={styles["file"]}>
      <div className={styles["fileHead"]}>
        <h3 className="mono" title={title}>
          {title}
        </h3>
        <IconButton label={`Copy ${title}`} onClick={() => copyText(text, `${title} copied.`)}>
          <Copy size={14} strokeWidth={1.5} aria-hidden />
        </IconButton>
        <IconButton label={`Download ${title}`} onClick={() => saveFile(new Blob([text], { type }), name)}>
          <Download size={14} strokeWidth={1.5} aria-hidden />
        </IconButton>
      </div>
      <CodeView source={shown} label={title} />
      {shown.length < text.length && (
        <p className="muted">
          The first {bytesText(mostShown)} of {bytesText(text.length)}: copy or download the file for all of it.
        </p>
      )}
    </div>
  );
}

/** A text that is being typed, but not each letter of it. */
function usePaced(text: string): string {
  const [paced, setPaced] = useState(text);
  const { call } = useThrottled(setPaced, 400);
  useEffect(() => call(text), [call, text]);
  return paced;
}
