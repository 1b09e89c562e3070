import { useState } from "react";
import { pricesSetting } from "../../../../data/settings.ts";
import { useStored } from "../../../../data/stored.ts";
import { countText } from "../../../../format/quantities.ts";
import { visibleText } from "../../../../format/visible-text.ts";
import { callCost } from "../../../../model/step/call-cost.ts";
import type { CallMessage, CallPart, ModelCall } from "../../../../model/step/model-call.ts";
import { mostMarkdown } from "../../../../model/text/markdown.ts";
import { Toggle } from "../../../../parts/toggle.tsx";
import { MarkdownView } from "../../../../parts/value/markdown-view.tsx";
import { ValueText } from "../../../../parts/value/value-text.tsx";
import { Section } from "../section.tsx";
import styles from "../inspector.module.css";
import spans from "./spans.module.css";

/** A call of a model: what it was sent, what it said, and what it used. */
export function ModelCallView({ call }: { readonly call: ModelCall }) {
  const [isRendered, setRendered] = useState(false);
  const { usage } = call;
  const prices = useStored(pricesSetting);
  const cost = callCost(call, prices);
  const numbers = [
    ["Input tokens", usage.input],
    ["of these cached", usage.cached],
    ["Output tokens", usage.output],
    ["of these reasoning", usage.reasoning],
  ] as const;
  const render = (
    <Toggle isOn={isRendered} onChange={setRendered}>
      Render Markdown
    </Toggle>
  );
  return (
    <>
      <Section
        title="Model call"
        summary={`${visibleText(call.model)}${call.provider === null ? "" : ` · ${visibleText(call.provider)}`}`}
      >
        <dl className={styles["fact"]}>
          {numbers.map(([name, count]) =>
            count === null ? null : (
              <div key={name} className={styles["factRow"]}>
                <dt>{name}</dt>
                <dd className={styles["mono"]}>{countText(count)}</dd>
              </div>
            ),
          )}
          {cost !== undefined && (
            <div className={styles["factRow"]}>
              <dt>Cost</dt>
              <dd>
                <span className={styles["mono"]}>{cost.text}</span>{" "}
                <span className={styles["note"]}>
                  {cost.formula !== "" && `= ${cost.formula}, `}
                  {visibleText(cost.source)}
                </span>
              </dd>
            </div>
          )}
          {call.parameters.map(([name, value]) => (
            <div key={name} className={styles["factRow"]}>
              <dt>{visibleText(name)}</dt>
              <dd>
                <ValueText value={value} />
              </dd>
            </div>
          ))}
          {call.tools.length > 0 && (
            <div className={styles["factRow"]}>
              <dt>Tools</dt>
              <dd className={styles["chips"]}>
                {call.tools.map((tool, index) => (
                  <span key={index} className={styles["chip"]}>
                    {visibleText(tool)}
                  </span>
                ))}
              </dd>
            </div>
          )}
        </dl>
      </Section>
      {(call.input.length > 0 || call.output.length > 0) && (
        <Section title="Messages" summary={countText(call.input.length + call.output.length)} actions={render}>
          <ol className={spans["messages"]}>
            {[...call.input, ...call.output].map((message, index) => (
              <MessageView
                key={index}
                message={message}
                isOutput={index >= call.input.length}
                isRendered={isRendered}
              />
            ))}
          </ol>
        </Section>
      )}
    </>
  );
}

interface MessageViewProps {
  readonly message: CallMessage;
  readonly isOutput: boolean;
  readonly isRendered: boolean;
}

function MessageView({ message: { role, parts, finish }, isOutput, isRendered }: MessageViewProps) {
  return (
    <li className={`${spans["message"]} ${isOutput ? spans["output"] : ""}`}>
      <p className={spans["role"]}>
        {visibleText(role)}
        {finish !== undefined && <span className={styles["note"]}> stopped: {visibleText(finish)}</span>}
      </p>
      {parts.map((part, index) => (
        <PartView key={index} part={part} isRendered={isRendered} />
      ))}
    </li>
  );
}

const kinds = {
  text: "",
  reasoning: "Reasoning",
  "tool-call": "Calls",
  "tool-result": "Result of a tool",
  other: "",
} as const;

function PartView({ part, isRendered }: { readonly part: CallPart; readonly isRendered: boolean }) {
  const { kind, name = "", text, value } = part;
  const title = [kinds[kind], name].filter((word) => word !== "").join(" ");
  return (
    <div className={kind === "reasoning" ? spans["reasoning"] : ""}>
      {title !== "" && <p className={styles["note"]}>{visibleText(title)}</p>}
      {text !== undefined && isRendered && text.length <= mostMarkdown && <MarkdownView text={text} />}
      {text !== undefined && !(isRendered && text.length <= mostMarkdown) && (
        <p className={spans["plain"]} dir="auto">
          {visibleText(text)}
        </p>
      )}
      {text === undefined && value !== undefined && <ValueText value={value} limit={1000} />}
    </div>
  );
}
