// oxlint-disable-next-line import/no-absolute-path -- an address of the server, which serves the package there
import { readStream } from "/core/index.js";
import { askFor, beginConversation, loadAbout, loadConversation, stopAnswer } from "./api.js";
import { GraphView } from "./graph-view.js";
import { element, MessageView } from "./message-view.js";
import { StepsView } from "./steps-view.js";

/** @import { AnyRunEvent } from "@burrjs/core" */
/** @import { Message } from "../chat.ts" */
/** @import { Snapshot, Trace } from "../conversation.ts" */
const pollMs = 400;
const log = byId("log", HTMLElement);
const scroll = byId("scroll", HTMLElement);
const question = byId("question", HTMLTextAreaElement);
const send = byId("send", HTMLButtonElement);
const stopButton = byId("stop", HTMLButtonElement);
const status = byId("status", HTMLElement);
const now = byId("now", HTMLElement);
const strip = byId("strip", HTMLElement);
const toggle = byId("toggle", HTMLButtonElement);

/** The conversation is named in the address, so that a reload finds it again. */
let id = /^\/c\/([\w-]+)$/.exec(location.pathname)?.[1];
let isRunning = false;

const about = await loadAbout();
const graph = new GraphView(about.graph);
const steps = new StepsView(byId("steps", HTMLElement));
showAbout();
setRunning(false);
question.focus();

byId("composer", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  const text = question.value.trim();
  if (text === "" || isRunning) return;
  question.value = "";
  void ask(text);
});
question.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  byId("composer", HTMLFormElement).requestSubmit();
});
question.addEventListener("input", () => {
  setRunning(isRunning);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (isRunning) void stop();
  else setStrip(false);
});
stopButton.addEventListener("click", () => void stop());
toggle.addEventListener("click", () => {
  setStrip(!strip.classList.contains("open"));
});

if (id === undefined) byId("welcome", HTMLElement).hidden = false;
else await restore(id).catch(showGone);

/** @param {string} text */
async function ask(text) {
  byId("welcome", HTMLElement).hidden = true;
  id ??= (await beginConversation()).id;
  history.replaceState(null, "", `/c/${id}`);
  addMessage("user").show({ role: "user", text, sources: [], isStopped: false });
  await follow(id, text);
}

/**
 * Shows a run as it happens: its chunks as text, its other events in the strip.
 * @param {string} conversation
 * @param {string} [text] Without it the last question is tried again.
 */
async function follow(conversation, text) {
  removeFailure();
  setRunning(true);
  beginTrace();
  const view = addMessage("assistant");
  let answer = "";
  view.showLive(answer);
  try {
    for await (const event of readStream(await askFor(conversation, text))) {
      if (event.type === "chunk") view.showLive((answer += textIn(event.chunk)));
      if (event.type === "rollback") view.showLive((answer = ""));
      const message = answerIn(event);
      if (message !== undefined) view.show(message);
      if (event.type === "step-end" && event.status === "failed") showFailure(view, event.error?.message ?? "");
      trace(event);
      keepAtEnd();
    }
  } catch (error) {
    showFailure(view, textOf(error));
  }
  setRunning(false);
}

async function stop() {
  status.textContent = "Stopping";
  if (id !== undefined) await stopAnswer(id);
}

/**
 * Shows a conversation as the server has it; an answer under way goes on growing.
 * @param {string} conversation
 */
async function restore(conversation) {
  let snapshot = await loadConversation(conversation);
  for (const message of snapshot.history) addMessage(message.role).show(message);
  showTrace(snapshot.trace);
  if (snapshot.history.at(-1)?.role !== "user") return;
  const view = addMessage("assistant");
  setRunning(snapshot.isRunning);
  while (snapshot.isRunning) {
    view.showLive(snapshot.partial);
    keepAtEnd();
    await new Promise((resolve) => setTimeout(resolve, pollMs));
    snapshot = await loadConversation(conversation);
    showTrace(snapshot.trace);
  }
  setRunning(false);
  const last = snapshot.history.at(-1);
  if (last?.role === "assistant") view.show(last);
  else showFailure(view, snapshot.failure ?? "This question was not answered.");
  keepAtEnd(true);
}

/** @param {unknown} error */
function showGone(error) {
  id = undefined;
  history.replaceState(null, "", "/");
  byId("welcome", HTMLElement).hidden = false;
  log.append(element("div", "failure", element("p", "", textOf(error))));
}

/** @param {unknown} error */
function textOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * @param {MessageView} view
 * @param {string} text
 */
function showFailure(view, text) {
  const again = element("button", "button", "Try again");
  again.type = "button";
  again.addEventListener("click", () => {
    if (id !== undefined) void follow(id);
  });
  const failure = element("div", "failure", element("p", "", text), again);
  failure.setAttribute("role", "alert");
  view.root.replaceWith(failure);
}

function removeFailure() {
  for (const failure of log.querySelectorAll(".failure")) failure.remove();
}

/**
 * The answer that a step has put into the memory, if it did.
 * @param {AnyRunEvent} event
 */
function answerIn(event) {
  if (event.type !== "step-end" || !event.committed) return undefined;
  const values = event.delta.map((one) => (one.op === "append" && one.key === "history" ? one.value : undefined));
  return values.map((value) => /** @type {Message | undefined} */ (value)).find((one) => one?.role === "assistant");
}

/** @param {unknown} chunk */
function textIn(chunk) {
  return typeof chunk === "object" && chunk !== null && "text" in chunk ? String(chunk.text) : "";
}

function beginTrace() {
  graph.clear();
  steps.clear();
}

/** @param {readonly Trace[]} events */
function showTrace(events) {
  beginTrace();
  for (const event of events) trace(event);
}

/** @param {AnyRunEvent | Trace} event */
function trace(event) {
  if (event.type === "step-start") {
    graph.mark(event.action, "running");
    now.textContent = `${event.action} runs`;
  } else if (event.type === "step-end") {
    graph.mark(event.action, /** @type {AnyRunEvent & { type: "step-end" }} */ (event).status);
    if (event.status !== "completed") now.textContent = `${event.action} ${event.status}`;
  } else if (event.type === "transition") {
    graph.take(event.action, event.to);
    if (event.to === about.graph.entrypoint) now.textContent = `${event.to} is next`;
  }
  if (event.type === "step-start" || event.type === "chunk" || event.type === "step-end" || event.type === "transition")
    steps.take(event);
}

/** @param {Message["role"]} role */
function addMessage(role) {
  const view = new MessageView(role);
  log.append(view.root);
  keepAtEnd(true);
  return view;
}

/** Scrolls along, unless the reader has scrolled away. */
function keepAtEnd(always = false) {
  const distance = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight;
  if (always || distance < 120) scroll.scrollTop = scroll.scrollHeight;
}

/** @param {boolean} value */
function setRunning(value) {
  if (value !== isRunning) status.textContent = value ? "Answering" : "Done";
  isRunning = value;
  log.setAttribute("aria-busy", String(value)); // read out when it is whole, not word by word
  send.hidden = value;
  send.disabled = question.value.trim() === "";
  stopButton.hidden = !value;
}

/** @param {boolean} isOpen */
function setStrip(isOpen) {
  strip.classList.toggle("open", isOpen);
  toggle.setAttribute("aria-expanded", String(isOpen));
}

function showAbout() {
  const { documents, passages, answeredBy, topics } = about;
  const count = documents.length === 1 ? "1 document" : `${documents.length} documents`;
  const how = answeredBy === "quotes" ? "answers are quotations" : `answers by ${answeredBy}`;
  byId("about", HTMLElement).textContent = `${count} · ${passages} passages · ${how}`;
  byId("reads", HTMLElement).textContent =
    `Answers come from ${count} and stream while they are made. The graph that makes them shows which action runs, ` +
    "and why.";
  for (const topic of topics) {
    const button = element("button", "", `Tell me about “${topic}”`);
    button.type = "button";
    button.addEventListener("click", () => void ask(`Tell me about “${topic}”`));
    byId("topics", HTMLElement).append(element("li", "", button));
  }
  byId("drawing", HTMLElement).append(graph.root);
}

/**
 * @template {HTMLElement} TElement
 * @param {string} name
 * @param {new () => TElement} kind
 */
function byId(name, kind) {
  const found = document.getElementById(name);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${name}.`);
}
