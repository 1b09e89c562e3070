import { useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { chatPageLength, chatPageQuery, chosenConversation } from "../../../data/chat-queries.ts";
import { keyHistoryQuery, type StateAt, stateQuery, type StepKey } from "../../../data/step-queries.ts";
import { useStored } from "../../../data/stored.ts";
import { type ChatMessage, chatMessage } from "../../../model/chat/chat-message.ts";
import { isConversation, type MessageKey, messageKeys } from "../../../model/chat/message-key.ts";
import { type Writer, writersOf } from "../../../model/chat/writers.ts";
import type { StepCells } from "../../../model/step-columns.ts";
import { childPointer } from "../../../model/value/pointer-text.ts";
import { useRested } from "../inspector/use-step.ts";
import { useRun } from "../run-context.ts";

/** A message in its place. */
export interface PlacedMessage {
  readonly index: number;
  readonly pointer: string;
  readonly message: ChatMessage;
  /** `undefined`: it was there from the beginning, or it is not known. */
  readonly writer: Writer | undefined;
}

/** The conversation up to the cursor. */
export interface Chat {
  readonly step: StepKey | undefined;
  readonly at: StateAt;
  /** The lists of the state: what may be the conversation. */
  readonly keys: readonly MessageKey[];
  readonly pointer: string | undefined;
  readonly choose: (pointer: string) => void;
  /** The last messages up to the cursor. */
  readonly messages: readonly PlacedMessage[];
  /** How many there are before these. */
  readonly earlier: number;
  readonly showEarlier: () => void;
  /** How many there are behind the cursor. */
  readonly later: number;
  readonly isPending: boolean;
  readonly error: Error | null;
}

/** Lists that are too large to be given are looked into: so many of them. */
const mostLookedInto = 4;
/** Who wrote what is looked for among so many pages of writes. */
const mostHistoryPages = 5;

/** The conversation in the state at the cursor, and who wrote what. */
export function useChat(): Chat {
  const { key, steps, current, search } = useRun();
  const rested = useRested(current === undefined ? undefined : placeOf(current, search.m), 80);
  const place = useMemo(() => (rested === undefined ? undefined : readPlace(rested)), [rested]);
  const step = place?.step;
  const at = place?.at ?? "after";
  const isThere = step !== undefined;
  const root = useQuery({
    ...stateQuery(key, step ?? { sequenceId: 0 }, { at }),
    enabled: isThere,
    placeholderData: (old) => old,
  });
  const candidates = useMemo(() => (root.data === undefined ? [] : messageKeys(root.data)), [root.data]);
  const unknown = candidates.filter((one) => one.isConversation === undefined).slice(0, mostLookedInto);
  const looked = useQueries({
    queries: unknown.map(({ pointer }) => {
      const { placeholderData: _, ...query } = chatPageQuery(key, step ?? { sequenceId: 0 }, { at, pointer, page: 0 });
      return { ...query, enabled: isThere };
    }),
  });
  const keys = candidates.map((one): MessageKey => {
    const items = looked[unknown.indexOf(one)]?.data?.node.children;
    return one.isConversation === undefined
      ? { ...one, isConversation: items !== undefined && isConversation(items.map(({ node }) => node)) }
      : one;
  });

  const stored = chosenConversation(key.project);
  const chosen = useStored(stored);
  const conversation = keys.find((one) => one.pointer === chosen) ?? keys.find((one) => one.isConversation === true);
  const pointer = conversation?.pointer;
  const count = conversation?.count ?? 0;
  const [wantedPages, setWantedPages] = useState(1);
  const lastPage = Math.max(0, Math.ceil(count / chatPageLength) - 1);
  const firstPage = Math.max(0, lastPage - wantedPages + 1);
  const pages = useQueries({
    queries: Array.from({ length: pointer === undefined ? 0 : lastPage - firstPage + 1 }, (_, index) =>
      chatPageQuery(key, step ?? { sequenceId: 0 }, { at, pointer: pointer ?? "", page: firstPage + index }),
    ),
  });

  const history = useInfiniteQuery({ ...keyHistoryQuery(key, pointer ?? ""), enabled: pointer !== undefined });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = history;
  const pagesThere = history.data?.pages.length ?? 0;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && pagesThere < mostHistoryPages) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, pagesThere, fetchNextPage]);
  const untilId = (step?.sequenceId ?? 0) - (at === "before" ? 1 : 0);
  const writers = useMemo(
    () => writersOf(history.data?.pages.flatMap(({ items }) => items) ?? [], untilId),
    [history.data, untilId],
  );

  const last = steps.length === 0 ? undefined : steps.at(steps.length - 1);
  const end = last === undefined ? undefined : readPlace(placeOf(last, undefined));
  const whole = useQuery({
    ...stateQuery(key, end?.step ?? { sequenceId: 0 }, { at: end?.at ?? "after" }),
    enabled: end !== undefined,
    placeholderData: (old) => old,
  });
  const listsAtEnd = useMemo(() => (whole.data === undefined ? [] : messageKeys(whole.data)), [whole.data]);
  const atEnd =
    pointer === undefined
      ? listsAtEnd.find((one) => one.isConversation === true)
      : listsAtEnd.find((one) => one.pointer === pointer);

  const version = pages.map(({ dataUpdatedAt }) => dataUpdatedAt).join(" ");
  const isPending =
    isThere &&
    (root.isPending ||
      whole.isPending ||
      looked.some((one) => one.isPending) ||
      pages[pages.length - 1]?.isPending === true);
  const messages = useMemo(
    () =>
      pages.flatMap(({ data }, page) =>
        (data?.node.children ?? []).map(({ key: name, node }): PlacedMessage => {
          const index = Number(name);
          const own = childPointer(pointer ?? "", name);
          return {
            index: Number.isInteger(index) ? index : page * chatPageLength,
            pointer: own,
            message: chatMessage(node, own),
            writer: writers[index],
          };
        }),
      ),
    // `version` says when the pages have changed.
    [version, pointer, writers],
  );
  return {
    step,
    at,
    keys,
    pointer,
    choose: (next) => {
      setWantedPages(1);
      stored.set(next);
    },
    // All of it at once: nothing moves for what stands around the messages.
    messages: isPending ? [] : messages,
    earlier: isPending ? 0 : (messages[0]?.index ?? 0),
    showEarlier: () => setWantedPages(wantedPages + 1),
    later: isPending ? 0 : Math.max(0, (atEnd?.count ?? 0) - count),
    isPending,
    error: root.error,
  };
}

/** The state that a cursor stands for: before a step that has not ended, or at a moment inside of it. */
function placeOf({ sequenceId, repeat, durationMs }: StepCells, moment: number | undefined): string {
  const isInside = durationMs === null || (moment !== undefined && moment < durationMs);
  return `${sequenceId} ${repeat} ${isInside ? "before" : "after"}`;
}

function readPlace(place: string): { readonly step: StepKey; readonly at: StateAt } {
  const [sequenceId, repeat, at] = place.split(" ");
  return { step: { sequenceId: Number(sequenceId), repeat: Number(repeat) }, at: at === "before" ? "before" : "after" };
}
