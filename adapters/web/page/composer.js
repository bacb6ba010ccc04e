// Where people type: hints for what the bot understands, and who will see it.

import { el, icon } from "./draw.js";
import { toEnd } from "./messages.js";
import { $, attempt, keep, page, place, view } from "./model.js";
import { act } from "./talk.js";

export function drawComposer() {
  const channel = place();
  const prefix = channel.direct ? "" : `${page.state.workspace.command} `;
  keep($("chips"), [prefix, channel.id, page.state.workspace.words], () => page.state.workspace.words.map((word) => el("button", {
    type: "button", class: "chip", on: { click: () => hint(`${prefix}${word} `) },
  }, prefix ? el("span", { class: "chip-prefix" }, prefix) : "", word)));
  const to = channel.direct ? `Write to ${page.state.workspace.bot} in your own words` : `Message ${channel.name}`;
  $("composer-text").placeholder = to;
  $("composer-label").textContent = to;
  drawNote();
}

function hint(text) {
  const box = $("composer-text");
  box.value = text + withoutHint(box.value);
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
  grow(box);
  drawNote();
}

function withoutHint(typed) {
  const { command, words } = page.state.workspace;
  for (const word of words.flatMap((each) => [`${command} ${each}`, each])) {
    if (`${typed} `.startsWith(`${word} `)) return typed.slice(word.length).trimStart();
  }
  return typed;
}

function drawNote() {
  const typed = $("composer-text").value.trimStart().toLowerCase();
  const bot = page.state.workspace.bot;
  const to = (word) => typed.startsWith(word.toLowerCase());
  const note = place().direct ? `Only ${bot} sees this` : to(page.state.workspace.command) ? `Only ${bot} sees this` : to(`@${bot}`) ? `Everybody here sees this, and ${bot} answers` : "";
  $("composer").classList.toggle("to-bot", Boolean(note));
  keep($("composer-note"), note, () => [note ? icon(note.startsWith("Only") ? "eye" : "thread") : "", note || el("span", { class: "for-keyboards" }, "Enter sends, Shift and Enter starts a new line")]);
}

function grow(box) {
  box.rows = Math.min(8, Math.max(1, box.value.split("\n").length));
}

export function composer(node, box, thread) {
  box.addEventListener("input", () => { grow(box); drawNote(); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); node.requestSubmit(); }
  });
  node.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = box.value;
    if (!text.trim()) return;
    box.value = "";
    grow(box);
    drawNote();
    node.classList.add("sending");
    const answer = await attempt(() => act("say", view.who, { channel: view.place, text, ...(thread ? { thread: view.thread } : {}) }));
    node.classList.remove("sending");
    if (answer === null) { box.value = text; grow(box); drawNote(); return; }
    toEnd(thread ? $("thread-log") : $("log"));
  });
}
