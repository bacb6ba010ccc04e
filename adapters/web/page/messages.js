// The conversation and the thread beside it: only what changed is drawn again, and the focus stays where it was.

import { avatar, card, el, icon, mark } from "./draw.js";
import { $, attempt, nameOf, page, person, place, view } from "./model.js";
import { act } from "./talk.js";

export function atEnd(log) {
  return log.scrollHeight - log.scrollTop - log.clientHeight < 80;
}

export function drawLog(log, messages, inThread, following) {
  following ||= atEnd(log) || log.dataset.place !== view.place + view.who;
  log.dataset.place = view.place + view.who;
  const items = [];
  let day = "";
  if (!inThread) items.push(beginning());
  for (const message of messages) {
    if (!inThread && message.at.day !== day) items.push(dayItem((day = message.at.day)));
    items.push(messageItem(message, inThread));
  }
  reconcile(log, items);
  if (following) toEnd(log);
}

// An answer taller than the conversation is shown from its beginning.
export function toEnd(log) {
  const last = log.lastElementChild;
  const tall = last && last.offsetHeight > log.clientHeight;
  log.scrollTop = tall ? last.offsetTop - log.offsetTop - 8 : log.scrollHeight;
}

export function drawThread() {
  const root = page.state.messages.find((message) => message.id === view.thread);
  if (!root) view.thread = null;
  $("thread").hidden = !root;
  $("shell").classList.toggle("with-thread", Boolean(root));
  if (!root) return;
  $("thread-place").textContent = place().name;
  drawLog($("thread-log"), [root, ...page.state.messages.filter((message) => message.thread === root.id)], true);
}

export function closeThread() {
  const id = view.thread;
  view.thread = null;
  page.draw();
  const back = document.querySelector(`[data-focus="${CSS.escape(`replies ${id}`)}"], [data-focus="${CSS.escape(`thread ${id}`)}"]`);
  (back || $("composer-text")).focus();
}

function beginning() {
  const channel = place();
  return { key: "beginning", as: JSON.stringify([channel.id, page.state.workspace]), make: () => el("div", { class: "beginning" },
    channel.direct ? avatar(null, 0, "big") : mark(channel.drawn),
    el("h2", {}, channel.direct ? `You and ${page.state.workspace.bot}` : `This is the beginning of ${channel.name}`),
    el("p", {}, channel.direct
      ? "Write in your own words. Nobody else sees what you write here."
      : `Policy analysts of many ministries meet here. What starts with ${page.state.workspace.command} only ${page.state.workspace.bot} sees; what starts with @${page.state.workspace.bot} everybody sees.`)) };
}

function dayItem(day) {
  return { key: `day ${day}`, as: day, make: () => el("div", { class: "day" }, el("span", {}, day)) };
}

function messageItem(message, inThread) {
  const replies = inThread ? [] : page.state.messages.filter((each) => each.thread === message.id && !each.gone && !each.private);
  const seen = { message, replies: replies.map((each) => each.id), open: view.thread === message.id, editing: view.editing === message.id, menu: view.menu === message.id, today: page.state.clock.day, direct: place().direct };
  return { key: message.id, as: JSON.stringify(seen), make: () => drawMessage(message, replies, inThread) };
}

function drawMessage(message, replies, inThread) {
  const author = message.author === "bot" ? null : person(message.author);
  const head = el("div", { class: "message-head" }, el("strong", { class: "author" }, nameOf(message)),
    author ? el("span", { class: "unit" }, author.unit) : el("span", { class: "app" }, "App"),
    el("time", { datetime: message.at.at, title: `${message.at.day}, ${message.at.time}` }, inThread ? when(message.at) : message.at.time),
    message.edited ? el("span", { class: "edited" }, "edited") : null);
  const body = el("div", { class: "message-body" },
    message.private ? el("p", { class: "only-you" }, icon("eye"), "Only you can see this") : null,
    head, ...content(message), choices(message), replyLine(message, replies, inThread));
  const classes = ["message", message.private && "is-private", author ? "is-said" : "is-card", view.thread === message.id && !inThread && "is-open"];
  return el("article", { class: classes.filter(Boolean).join(" "), "data-id": message.id, tabindex: "-1", "aria-label": [nameOf(message), message.at.time, message.notice].filter(Boolean).join(", ") },
    avatar(author, page.state.people.indexOf(author)), body, tools(message, inThread));
}

// The day is said only of another day: "11:05", "18 Feb, 11:05".
function when(at, word = "") {
  const [, day, month] = at.day.split(" ");
  return at.day === page.state.clock.day ? `${word}${at.time}` : `${day} ${month.slice(0, 3)}, ${at.time}`;
}

function content(message) {
  if (message.gone) return [el("p", { class: "gone" }, "This message was deleted.")];
  if (view.editing === message.id) return [editor(message)];
  if (message.blocks) return [card(message, press)];
  return [el("p", { class: "said" }, message.text)];
}

function replyLine(message, replies, inThread) {
  if (inThread || !replies.length) return null;
  const count = replies.length === 1 ? "1 reply" : `${replies.length} replies`;
  const faces = [...new Set(replies.map((each) => each.author))].slice(0, 3).map((id) => avatar(person(id), page.state.people.indexOf(person(id)), "tiny"));
  const last = `last ${when(replies[replies.length - 1].at, "at ")}`;
  return el("button", { type: "button", class: "replies", "data-focus": `replies ${message.id}`, on: { click: () => openThread(message.id) } },
    ...faces, el("span", {}, count), el("span", { class: "replies-last" }, last), el("span", { class: "unseen" }, `: ${gist(message)}`));
}

// What a message is about, so that buttons that look alike are told apart in a list of them.
function gist(message) {
  const words = message.notice || message.text || "";
  return words.length > 80 ? `${words.slice(0, 79).trimEnd()}…` : words;
}

function tools(message, inThread) {
  if (message.gone || view.editing === message.id) return null;
  const mine = message.author === view.who;
  const offered = [
    !inThread && !message.private && !place().direct && tool(message, "thread", "Reply in a thread", () => openThread(message.id)),
    author(message) && page.state.workspace.menu.length && tool(message, "menu", "What to do with this message", () => menu(message.id)),
    mine && tool(message, "edit", "Edit your message", () => edit(message.id)),
    mine && tool(message, "bin", "Delete your message", () => attempt(() => act("remove", view.who, { message: message.id }))),
    message.private && tool(message, "close", "Put this away", () => attempt(() => act("remove", view.who, { message: message.id }))),
  ].filter(Boolean);
  return offered.length ? el("div", { class: "tools" }, ...offered) : null;
}

function author(message) {
  return message.author !== "bot";
}

// What can be done with somebody's message; each opens a form.
function choices(message) {
  if (view.menu !== message.id || message.gone) return null;
  const close = (event) => { if (event.key === "Escape") { event.stopPropagation(); menu(null); } };
  return el("div", { class: "buttons choices", role: "group", "aria-label": "What to do with this message", on: { keydown: close } },
    ...page.state.workspace.menu.map(({ action, title }) => el("button", { type: "button", class: "button", "data-focus": `${action} ${message.id}`, on: { click: () => choose(message.id, action) } }, title)));
}

function menu(id) {
  const before = view.menu;
  view.menu = before === id ? null : id;
  page.draw();
  const first = view.menu && `${page.state.workspace.menu[0].action} ${view.menu}`;
  document.querySelector(`[data-focus="${CSS.escape(first || `menu ${before}`)}"]`)?.focus();
}

async function choose(id, action) {
  menu(null);
  const answer = await attempt(() => act("choose", view.who, { message: id, action }));
  if (answer?.message) reveal(answer.message);
}

function tool(message, name, label, click) {
  return el("button", { type: "button", class: "plain", "aria-label": `${label}: ${gist(message)}`, title: label, "data-focus": `${name} ${message.id}`, on: { click } }, icon(name));
}

function editor(message) {
  const box = el("textarea", { class: "edit-box", "aria-label": "Your message", maxlength: "8000", rows: "2", "data-focus": `editing ${message.id}` });
  box.value = message.text;
  const save = async () => (await attempt(() => act("edit", view.who, { message: message.id, text: box.value }))) && edit(null);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.stopPropagation(); edit(null); }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); save(); }
  });
  return el("div", { class: "editor" }, box, el("div", { class: "buttons" },
    el("button", { type: "button", class: "button", on: { click: () => edit(null) } }, "Cancel"),
    el("button", { type: "button", class: "button main-press", on: { click: save } }, "Save")));
}

function edit(id) {
  const before = view.editing;
  view.editing = id;
  page.draw();
  const focus = id ? `editing ${id}` : `edit ${before}`;
  document.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
}

async function press(message, button, node) {
  if (node.getAttribute("aria-busy")) return;
  node.setAttribute("aria-busy", "true");
  const wanted = { message: message.id, button: button.button, subject: button.subject, choice: button.choice };
  const answer = await attempt(() => act("press", view.who, wanted));
  node.removeAttribute("aria-busy");
  if (answer?.message) reveal(answer.message);
}

export function reveal(id) {
  const node = document.querySelector(`article[data-id="${CSS.escape(id)}"]`);
  if (!node) return;
  node.scrollIntoView({ block: "nearest" });
  if (!document.activeElement || document.activeElement === document.body) node.focus({ preventScroll: true });
}

function openThread(id) {
  view.thread = id;
  page.draw();
  $("thread-text").focus();
}

function reconcile(log, items) {
  const standing = new Map([...log.children].map((node) => [node.dataset.key, node]));
  const active = log.contains(document.activeElement) ? document.activeElement : null;
  const focus = active?.dataset.focus;
  const inside = active?.closest("[data-key]")?.dataset.key;
  const wanted = items.map((item) => {
    const node = standing.get(item.key);
    if (node?.dataset.as === item.as) return node;
    const made = item.make();
    made.dataset.key = item.key;
    made.dataset.as = item.as;
    if (!node && standing.size) made.classList.add("is-new");
    return made;
  });
  wanted.forEach((node, index) => { if (log.children[index] !== node) log.insertBefore(node, log.children[index] || null); });
  while (log.children.length > wanted.length) log.lastChild.remove();
  if (!active || active.isConnected) return;
  const back = focus && log.querySelector(`[data-focus="${CSS.escape(focus)}"]`);
  (back || [...log.children].find((node) => node.dataset.key === inside) || log).focus({ preventScroll: true });
}
