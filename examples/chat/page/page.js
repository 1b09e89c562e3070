// oxlint-disable-next-line import/no-absolute-path -- an address of the server, which serves the package there
import { readStream } from "/core/index.js";
import { askFor, followStep, loadAbout, loadConversation, loadLatest, Refusal, stopAnswer } from "./api.js";
import { GraphView } from "./graph-view.js";
import { LiveAnswer } from "./live-answer.js";
import { element, MessageView } from "./message-view.js";
import { StepsView } from "./steps-view.js";

/** @import { AnyRunEvent } from "@burrjs/core" */
/** @import { Message } from "../chat.ts" */
/** @import { Trace } from "../trace.ts" */
const patienceMs = 500;
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

if (id === undefined) await showWelcome();
else await restore(id).catch(showGone);

/** @param {string} text */
async function ask(text) {
  byId("welcome", HTMLElement).hidden = true;
  id ??= crypto.randomUUID();
  history.replaceState(null, "", `/c/${id}`);
  addMessage("user").show({ role: "user", text, sources: [], isStopped: false });
  await answer(id, text);
}

/**
 * Shows a run as it happens: its chunks as text, its other events in the strip.
 * @param {string} conversation
 * @param {string} [text] Without it the last question is tried again.
 */
async function answer(conversation, text) {
  removeFailure();
  beginTrace();
  const live = new LiveAnswer(addMessage("assistant"));
  setRunning(true);
  try {
    const response = await askFor(conversation, text);
    const failure = await show(live, response).catch(() => catchUp(conversation, live));
    if (failure !== undefined) showFailure(live, failure);
  } catch (error) {
    // It was not taken: it has to be sent again.
    showFailure(live, textOf(error), () => answer(conversation, text));
  }
  setRunning(false);
}

/**
 * Shows the events of a response. Gives the text of a failure, if it ends in one; throws when it ends before its end was told.
 * @param {LiveAnswer} live
 * @param {Response} response
 */
async function show(live, response) {
  /** @type {string | undefined} */
  let failure;
  for await (const event of readStream(response)) {
    live.take(event);
    if (event.type === "step-end" && event.status === "failed") failure = event.error?.message ?? "";
    trace(event);
    keepAtEnd();
  }
  return failure;
}

/**
 * Follows an answer that this page has not seen begin, or of which it has lost sight, to its end: from where it was, and
 * wherever it is made by now. While there is no server, it waits for one. Gives a text when there is no answer.
 * @param {string} conversation
 * @param {LiveAnswer} live
 */
async function catchUp(conversation, live) {
  for (;;) {
    try {
      const { history: messages, step, isRunning: isUnderWay, ...snapshot } = await loadConversation(conversation);
      showTrace(snapshot.trace);
      if (step !== null) await show(live, await followStep(conversation, step, live.lastEventId));
      if (isUnderWay) continue;
      const last = messages.at(-1);
      if (last?.role !== "assistant") return snapshot.failure ?? "This question was not answered.";
      live.view.show(last);
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      status.textContent = "The connection was lost. Trying again";
      await new Promise((resolve) => setTimeout(resolve, patienceMs));
    }
  }
}

async function stop() {
  status.textContent = "Stopping";
  if (id !== undefined) await stopAnswer(id);
}

/**
 * Shows a conversation as it is stored; an answer under way goes on growing.
 * @param {string} conversation
 */
async function restore(conversation) {
  const snapshot = await loadConversation(conversation);
  for (const message of snapshot.history) addMessage(message.role).show(message);
  showTrace(snapshot.trace);
  if (snapshot.history.at(-1)?.role !== "user") return;
  const live = new LiveAnswer(addMessage("assistant"));
  setRunning(true);
  const failure = await catchUp(conversation, live);
  if (failure !== undefined) showFailure(live, failure);
  setRunning(false);
  keepAtEnd(true);
}

/** @param {unknown} error */
function showGone(error) {
  id = undefined;
  history.replaceState(null, "", "/");
  void showWelcome();
  log.append(element("div", "failure", element("p", "", textOf(error))));
}

async function showWelcome() {
  byId("welcome", HTMLElement).hidden = false;
  const latest = await loadLatest();
  byId("earlier", HTMLElement).hidden = latest.length === 0;
  byId("latest", HTMLElement).replaceChildren(
    ...latest.map(({ id: one, title }) => {
      const link = element("a", "", title);
      link.href = `/c/${one}`;
      return element("li", "", link);
    }),
  );
}

/** @param {unknown} error */
function textOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * @param {LiveAnswer} live
 * @param {string} text
 * @param {() => unknown} [again]
 */
function showFailure(live, text, again = () => id !== undefined && answer(id)) {
  const button = element("button", "button", "Try again");
  button.type = "button";
  button.addEventListener("click", () => void again());
  const failure = element("div", "failure", element("p", "", text), button);
  failure.setAttribute("role", "alert");
  live.view.showBroken();
  live.view.root.hidden = live.isEmpty;
  live.view.root.after(failure);
}

function removeFailure() {
  for (const one of log.querySelectorAll(".failure, .broken")) one.remove();
}

function beginTrace() {
  graph.clear();
  steps.clear();
}

/** @param {readonly Trace[]} events */
function showTrace(events) {
  if (events.length === 0) return; // of another server, or of an earlier one: what this page has seen stays
  beginTrace();
  for (const event of events) trace(event);
}

/** @param {AnyRunEvent | Trace} event */
function trace(event) {
  if (event.action === "") return; // the end of a stream of which nothing was left to read
  if (event.type === "step-start" || event.type === "chunk") {
    graph.mark(event.action, "running"); // a stream that is followed begins without a start
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
