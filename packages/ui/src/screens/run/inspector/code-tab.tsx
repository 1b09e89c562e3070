import type { ActionModel, StepDetail } from "@burrjs/protocol";
import { Copy, TextWrap, TriangleAlert } from "lucide-react";
import { useMemo, useState } from "react";
import { visibleText } from "../../../format/visible-text.ts";
import { dedent } from "../../../model/text/code-tokens.ts";
import { lineDiff } from "../../../model/text/text-diff.ts";
import { IconButton } from "../../../parts/button.tsx";
import { CodeView } from "../../../parts/value/code-view.tsx";
import { copyText } from "../../../shell/copy-text.ts";
import { useGraph } from "../../../parts/graph/use-graph.ts";
import { useRun } from "../run-context.ts";
import { Section } from "./section.tsx";
import { SourcePlace } from "./source-place.tsx";
import { StepPanel } from "./step-panel.tsx";
import { useLaterAction } from "./use-later-action.ts";
import { useStep } from "./use-step.ts";
import styles from "./inspector.module.css";

/** The source of the action, as it was when the step ran. */
export function CodeTab() {
  return (
    <StepPanel shown={useStep()} label="Code">
      {(step) => <Code step={step} />}
    </StepPanel>
  );
}

function Code({ step }: { readonly step: StepDetail }) {
  const { key, header, search, move } = useRun();
  const isDiff = search.code === "diff";
  const { data: graph, isPending } = useGraph(key, header, step);
  const later = useLaterAction(step);
  const action = graph?.actions.find(({ name }) => name === step.action);
  if (isPending) return null;
  if (action === undefined) {
    return (
      <Section title={visibleText(step.action)}>
        <p className={styles["note"]}>
          {graph === null
            ? "The log has no graph: the sources were not recorded."
            : "The graph of the log has no such action."}
        </p>
      </Section>
    );
  }
  const now = later?.action;
  return (
    <>
      {later !== undefined && now?.code !== action.code && (
        <div className={styles["section"]}>
          <p className={styles["warn"]}>
            <TriangleAlert size={14} strokeWidth={1.5} aria-hidden />
            <span>
              {now === undefined
                ? `There is no such action any more ${later.where}.`
                : `The source has changed since: it is another one ${later.where}.`}{" "}
              {now !== undefined && (
                <button
                  type="button"
                  className={styles["link"]}
                  aria-pressed={isDiff}
                  onClick={() => move({ code: isDiff ? undefined : "diff" })}
                >
                  {isDiff ? "Show it as it was" : "Show the difference"}
                </button>
              )}
            </span>
          </p>
        </div>
      )}
      <Declared action={action} project={key.project} made={now?.file === undefined ? action : now} />
      {isDiff && now !== undefined ? (
        <SourceDiff before={action.code} after={now.code} />
      ) : (
        <Source code={action.code} name={action.name} />
      )}
    </>
  );
}

interface DeclaredProps {
  readonly action: ActionModel;
  readonly project: string;
  /** The same, as the newest code has it that is known. */
  readonly made: ActionModel;
}

function Declared({ action, project, made: { file, line } }: DeclaredProps) {
  const rows = [
    ["Reads", action.reads],
    ["Writes", action.writes],
    ["May write", action.may_write ?? []],
    ["Inputs", action.inputs],
    ["Optional inputs", action.optional_inputs],
    ["Tags", action.tags ?? []],
  ] as const;
  return (
    <Section
      title={visibleText(action.name)}
      {...(action.kind === undefined || action.kind === "action" ? {} : { summary: action.kind })}
    >
      <dl className={styles["fact"]}>
        {rows
          .filter(([name, values]) => values.length > 0 || name === "Reads" || name === "Writes")
          .map(([name, values]) => (
            <div key={name} className={styles["factRow"]}>
              <dt>{name}</dt>
              <dd className={styles["chips"]}>
                {values.length === 0 && <span className={styles["note"]}>nothing</span>}
                {values.map((value) => (
                  <span key={value} className={styles["chip"]}>
                    {visibleText(value)}
                  </span>
                ))}
              </dd>
            </div>
          ))}
        {file !== undefined && line !== undefined && (
          <div className={styles["factRow"]}>
            <dt>Defined in</dt>
            <dd>
              <SourcePlace project={project} place={{ file, line }} />
            </dd>
          </div>
        )}
      </dl>
    </Section>
  );
}

function Source({ code, name }: { readonly code: string; readonly name: string }) {
  const source = useMemo(() => dedent(code.trimEnd()), [code]);
  const [isWrapped, setWrapped] = useState(false);
  if (code.trim() === "") {
    return (
      <Section title="Source">
        <p className={styles["note"]}>It was not recorded.</p>
      </Section>
    );
  }
  return (
    <Section
      title="Source"
      actions={
        <>
          <IconButton label="Wrap long lines" aria-pressed={isWrapped} onClick={() => setWrapped(!isWrapped)}>
            <TextWrap size={14} strokeWidth={1.5} aria-hidden />
          </IconButton>
          <IconButton label="Copy source" onClick={() => copyText(source, "Source copied.")}>
            <Copy size={14} strokeWidth={1.5} aria-hidden />
          </IconButton>
        </>
      }
    >
      <CodeView source={source} hasNumbers isWrapped={isWrapped} label={`Source of ${visibleText(name)}`} />
    </Section>
  );
}

function SourceDiff({ before, after }: { readonly before: string; readonly after: string }) {
  const { source, marks } = useMemo(() => {
    const pieces = lineDiff(dedent(before), dedent(after));
    const marked = pieces.flatMap(({ kind }, index) => (kind === "same" ? [] : [[index, kind] as const]));
    return { source: pieces.map(({ text }) => text).join("\n"), marks: new Map(marked) };
  }, [before, after]);
  return (
    <Section title="Source" summary="from then to the later one">
      <CodeView source={source} marks={marks} label="Difference of the sources" />
    </Section>
  );
}
