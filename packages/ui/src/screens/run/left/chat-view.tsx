import { useQuery } from "@tanstack/react-query";
import { useLayoutEffect, useRef, useState } from "react";
import { valueQuery } from "../../../data/step-queries.ts";
import { countText } from "../../../format/quantities.ts";
import type { MessageKey } from "../../../model/chat/message-key.ts";
import { stepPlace } from "../../../model/step-place.ts";
import { pointerText } from "../../../model/value/pointer-text.ts";
import { Toggle } from "../../../parts/toggle.tsx";
import { ValueReader } from "../../../parts/value/value-reader.tsx";
import { useRun } from "../run-context.ts";
import styles from "./chat.module.css";
import { MessageView } from "./message-view.tsx";
import { PendingMessage } from "./pending-message.tsx";
import { type Chat, type PlacedMessage, useChat } from "./use-chat.ts";

/** The conversation in the state, up to the cursor. */
export function ChatView() {
  const { steps, current, jump } = useRun();
  const chat = useChat();
  const [isRendered, setRendered] = useState(false);
  const [reading, setReading] = useState<PlacedMessage | undefined>(undefined);
  const scroller = useRef<HTMLDivElement>(null);
  const { messages, pointer, keys, earlier, later } = chat;
  const lastIndex = messages.at(-1)?.index ?? -1;
  const others = keys.filter((one) => one.isConversation !== true);
  // The end of the conversation is where the cursor is.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  }, [lastIndex, pointer, current?.n]);
  const isStreaming = current?.kind === "stream" && chat.at === "before";
  const end = steps.length === 0 ? undefined : steps.at(steps.length - 1);
  return (
    <>
      <div className={styles["tools"]}>
        {keys.length > 0 && (
          <label className={styles["key"]}>
            <span>Messages in</span>
            <select value={pointer ?? ""} onChange={(event) => chat.choose(event.target.value)}>
              {pointer === undefined && <option value="">choose a list</option>}
              {keys.filter((one) => one.isConversation === true).map((one) => keyOption(one))}
              {others.length > 0 && <optgroup label="Other lists">{others.map((one) => keyOption(one))}</optgroup>}
            </select>
          </label>
        )}
        <span className={styles["space"]} />
        {messages.length > 0 && (
          <Toggle isOn={isRendered} onChange={setRendered}>
            Render Markdown
          </Toggle>
        )}
      </div>
      <div
        className={`${styles["scroller"]} inset-focus`}
        ref={scroller}
        tabIndex={0}
        role="region"
        aria-label="Conversation"
      >
        {earlier > 0 && (
          <button type="button" className={styles["around"]} onClick={chat.showEarlier}>
            Show {countText(Math.min(100, earlier))} of {countText(earlier)} earlier messages
          </button>
        )}
        <ol className={styles["messages"]}>
          {messages.map((placed) => (
            <MessageView
              key={placed.pointer}
              placed={placed}
              isCurrent={
                placed.writer !== undefined &&
                placed.writer.action !== "" &&
                placed.writer.sequenceId === current?.sequenceId
              }
              isRendered={isRendered}
              onOpen={() => {
                const { writer } = placed;
                if (writer !== undefined && writer.action !== "" && writer.sequenceId !== current?.sequenceId)
                  jump({ s: writer.sequenceId, r: undefined });
              }}
              onRead={() => setReading(placed)}
            />
          ))}
          {isStreaming && <PendingMessage key={current.n} step={current} />}
        </ol>
        {messages.length === 0 && !isStreaming && !chat.isPending && <NoMessages chat={chat} />}
        {later > 0 && end !== undefined && (
          <button type="button" className={styles["around"]} onClick={() => jump({ ...stepPlace(steps, end.n) })}>
            {later === 1 ? "1 later message" : `${countText(later)} later messages`}: go to the end
          </button>
        )}
      </div>
      {reading !== undefined && <MessageReader chat={chat} placed={reading} onClose={() => setReading(undefined)} />}
    </>
  );
}

function keyOption({ pointer, count }: MessageKey) {
  return (
    <option key={pointer} value={pointer}>
      {pointerText(pointer)} ({countText(count)})
    </option>
  );
}

function NoMessages({ chat: { error, at, later } }: { readonly chat: Chat }) {
  if (error !== null) return <p className={styles["none"]}>{error.message}</p>;
  if (later > 0)
    return <p className={styles["none"]}>There is no message {at === "before" ? "before" : "up to"} this step.</p>;
  return (
    <p className={styles["none"]}>
      No key of the state looks like a conversation here: a list of objects with a <code>role</code> and a{" "}
      <code>content</code>.
    </p>
  );
}

function MessageReader({
  chat: { step, at },
  placed: { pointer, index, message },
  onClose,
}: {
  readonly chat: Chat;
  readonly placed: PlacedMessage;
  readonly onClose: () => void;
}) {
  const { key } = useRun();
  const { data, error } = useQuery({
    ...valueQuery(key, step ?? { sequenceId: 0 }, { of: at, path: message.cut?.pointer ?? pointer }),
    enabled: step !== undefined,
  });
  return (
    <ValueReader
      title={`Message ${index + 1}`}
      value={data === undefined ? undefined : { raw: data.value }}
      error={error}
      onClose={onClose}
    />
  );
}
