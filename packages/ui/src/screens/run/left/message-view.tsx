import { type MouseEvent, useState } from "react";
import { bytesText, countText } from "../../../format/quantities.ts";
import { visibleText } from "../../../format/visible-text.ts";
import { shortText } from "../../../model/chat/chat-message.ts";
import type { CallPart } from "../../../model/step/model-call.ts";
import { mostMarkdown } from "../../../model/text/markdown.ts";
import { MarkdownView } from "../../../parts/value/markdown-view.tsx";
import { ValueText } from "../../../parts/value/value-text.tsx";
import { StepLink } from "../inspector/step-link.tsx";
import { useRun } from "../run-context.ts";
import { ghostOf } from "../strip/ghost.ts";
import styles from "./chat.module.css";
import type { PlacedMessage } from "./use-chat.ts";

interface MessageViewProps {
  readonly placed: PlacedMessage;
  /** Whether the step under the cursor wrote it. */
  readonly isCurrent: boolean;
  readonly isRendered: boolean;
  readonly onOpen: () => void;
  readonly onRead: () => void;
}

/** Longer texts are cut; the rest is shown on request. */
const mostShown = 2000;
/** More is read in a box of its own. */
const mostInPlace = 60_000;

/** A message, and the step that wrote it. */
export function MessageView({ placed: { message, writer }, isCurrent, isRendered, onOpen, onRead }: MessageViewProps) {
  const { steps } = useRun();
  const { role, parts, cut, isStrange } = message;
  return (
    <li
      className={`${styles["message"]} ${styles[roleTone(role)]} ${isCurrent ? styles["current"] : ""}`}
      onClick={(event) => !isOnControl(event) && onOpen()}
      {...ghostOf(writer === undefined ? -1 : steps.find(writer.sequenceId))}
    >
      <p className={styles["head"]}>
        <span className={styles["role"]}>{isStrange ? "not a message" : visibleText(role)}</span>
        <span className={styles["writer"]}>
          {writer === undefined ? (
            "from the start"
          ) : writer.action === "" ? (
            "between steps"
          ) : (
            <StepLink sequenceId={writer.sequenceId} action={writer.action} />
          )}
        </span>
      </p>
      {parts.map((part, index) => (
        <PartView key={index} part={part} isRendered={isRendered} onRead={onRead} />
      ))}
      {parts.length === 0 && <p className={styles["quiet"]}>No content.</p>}
      {cut !== undefined && (
        <button type="button" className={styles["more"]} onClick={onRead}>
          Read all {bytesText(cut.bytes)}
        </button>
      )}
    </li>
  );
}

const titles = {
  text: "",
  reasoning: "Reasoning",
  "tool-call": "Calls",
  "tool-result": "Result of a tool",
  other: "",
} as const;

function PartView({
  part: { kind, name = "", text, value },
  isRendered,
  onRead,
}: {
  readonly part: CallPart;
  readonly isRendered: boolean;
  readonly onRead: () => void;
}) {
  const [isWhole, setWhole] = useState(false);
  const title = [titles[kind], name].filter((word) => word !== "").join(" ");
  const short = shortText(text ?? "", isWhole ? mostInPlace : mostShown);
  const isMarkdown = isRendered && short.text.length <= mostMarkdown;
  return (
    <div className={kind === "reasoning" ? styles["reasoning"] : ""}>
      {title !== "" && <p className={styles["quiet"]}>{visibleText(title)}</p>}
      {text !== undefined && isMarkdown && <MarkdownView text={short.text} />}
      {text !== undefined && !isMarkdown && (
        <p className={styles["text"]} dir="auto">
          {visibleText(short.text)}
          {short.left > 0 && "…"}
        </p>
      )}
      {text === undefined && value !== undefined && (
        <p className={styles["value"]}>
          <ValueText value={value} limit={1000} />
        </p>
      )}
      {short.left > 0 && (
        <button
          type="button"
          className={styles["more"]}
          onClick={() => ((text ?? "").length > mostInPlace ? onRead() : setWhole(true))}
        >
          Show {countText(short.left)} more characters
        </button>
      )}
    </div>
  );
}

// A map, since roles come from outside.
const tones = new Map([
  ["user", "user"],
  ["human", "user"],
  ["assistant", "assistant"],
  ["ai", "assistant"],
  ["model", "assistant"],
  ["tool", "tool"],
  ["function", "tool"],
]);

function roleTone(role: string): string {
  return tones.get(role.toLowerCase()) ?? "other";
}

/** Whether a click is for something in the message, or selects its text. The conversation around it is a region too. */
function isOnControl({ target, currentTarget }: MouseEvent): boolean {
  const control = target instanceof Element ? target.closest("a, button, [role='region']") : null;
  return (control !== null && currentTarget.contains(control)) || (getSelection()?.toString() ?? "") !== "";
}
