import type { StepDetail } from "@burrjs/protocol";
import { Copy } from "lucide-react";
import { useMemo } from "react";
import { visibleText } from "../../../../format/visible-text.ts";
import { errorMarkdown } from "../../../../model/step/error-markdown.ts";
import { type FrameGroup, frameGroups, stackErrors } from "../../../../model/text/stack-frames.ts";
import { IconButton } from "../../../../parts/button.tsx";
import { copyText } from "../../../../shell/copy-text.ts";
import { useRun } from "../../run-context.ts";
import { Section } from "../section.tsx";
import why from "./why.module.css";

/** The error of the step: its message first, then the application's own frames; those of libraries are folded. */
export function ErrorSection({ step, exception }: { readonly step: StepDetail; readonly exception: string }) {
  const { key } = useRun();
  const errors = useMemo(() => stackErrors(exception), [exception]);
  const copy = (): void => {
    const report = {
      project: key.project,
      app: key.app,
      action: step.action,
      sequenceId: step.sequence_id,
      exception,
      link: location.href,
    };
    copyText(errorMarkdown(report), "Error copied as Markdown.");
  };
  return (
    <Section
      title={step.status === "aborted" ? "Aborted" : "Error"}
      actions={
        <IconButton label="Copy as Markdown" onClick={copy}>
          <Copy size={14} strokeWidth={1.5} aria-hidden />
        </IconButton>
      }
    >
      <div className={`${why["error"]} ${step.status === "aborted" ? why["aborted"] : ""}`}>
        {errors.map(({ message, frames, link }, index) => (
          <div key={index} className={why["one"]}>
            {link !== undefined && <p className={why["cause"]}>{link}</p>}
            <p className={why["message"]} dir="auto">
              {visibleText(message)}
            </p>
            {frameGroups(frames).map((group, place) => (
              <Frames key={place} group={group} />
            ))}
          </div>
        ))}
      </div>
    </Section>
  );
}

function Frames({ group: { isOwn, frames } }: { readonly group: FrameGroup }) {
  const list = (
    <ol className={why["frames"]}>
      {frames.map(({ text }, index) => (
        <li key={index}>{visibleText(text)}</li>
      ))}
    </ol>
  );
  if (isOwn) return list;
  return (
    <details className={why["folded"]}>
      <summary>{frames.length === 1 ? "1 frame of a library" : `${frames.length} frames of libraries`}</summary>
      {list}
    </details>
  );
}
