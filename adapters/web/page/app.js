// The page: fetches what one person sees, draws it, and stays live through server-sent events.

import { avatar, mark } from "./draw.js";
import { drawClock, wireClock } from "./clock.js";
import { composer, drawComposer } from "./composer.js";
import { FormDialog } from "./form.js";
import { atEnd, closeThread, drawLog, drawThread, reveal } from "./messages.js";
import { $, attempt, keep, nameOf, page, person, place, refresh, toast, view } from "./model.js";
import { drawSide, escapeSide, wireSide } from "./side.js";
import { act, listen, stateFor } from "./talk.js";

const FIRST = "amara";

let source = null;
let told = new Map();
const form = new FormDialog($("form"), {
  send: (id, values) => attempt(() => act("submit", view.who, { form: id, values })),
  close: (id) => attempt(() => act("close", view.who, { form: id })),
});

page.draw = draw;
page.taken = (fresh) => {
  page.state = fresh;
  draw();
  announce();
};
start().catch((problem) => toast(problem.message));

async function start() {
  const here = new URL(location.href).searchParams;
  view.place = here.get("in") || "";
  view.who = here.get("as") || localStorage.getItem("as") || FIRST;
  page.state = await stateFor(view.who).catch(() => stateFor((view.who = FIRST)));
  arrive();
  wire();
  reveal(location.hash.slice(1));
}

function arrive() {
  told = new Map(page.state.messages.map((message) => [message.id, message.notice]));
  draw();
  connect();
}

// A hidden page lets go of its stream: a browser has only six connections for all pages of one address.
function connect() {
  source?.close();
  source = null;
  if (document.hidden) return;
  source = listen(view.who, page.state.revision, { changed: refresh, connected: (on) => ($("offline").hidden = on) });
}

function wire() {
  wireSide(arrive);
  wireClock();
  composer($("composer"), $("composer-text"), false);
  composer($("thread-composer"), $("thread-text"), true);
  $("thread-close").addEventListener("click", closeThread);
  document.addEventListener("keydown", escape);
  document.addEventListener("visibilitychange", () => {
    connect();
    if (!document.hidden) markSeen();
  });
}

function draw() {
  view.place = place().id;
  remember();
  drawSide();
  drawBar();
  drawComposer();
  drawClock();
  const following = atEnd($("log"));
  drawThread();
  drawLog($("log"), page.state.messages.filter((message) => message.channel === view.place && !message.thread), false, following);
  form.show(page.state.form);
  markSeen();
}

function remember() {
  const url = new URL(location.href);
  url.searchParams.set("as", view.who);
  url.searchParams.set("in", view.place);
  history.replaceState(null, "", url);
  localStorage.setItem("as", view.who);
}

function drawBar() {
  const channel = place();
  document.body.dataset.drawn = channel.drawn;
  document.title = `${channel.name} · ${person(view.who).name}`;
  keep($("place-name"), [channel.name, channel.direct], () => [channel.direct ? avatar(null, 0, "tiny") : mark(channel.drawn), channel.name]);
  const about = channel.direct ? `${channel.title} · between you and ${page.state.workspace.bot}` : `${channel.title} · ${channel.people} people`;
  keep($("place-about"), about, () => [about]);
  $("menu-dot").hidden = !page.state.channels.some((each) => each.unseen && each.id !== channel.id);
}

function markSeen() {
  const channel = place();
  if (!channel.unseen || document.hidden) return;
  channel.unseen = 0;
  act("seen", view.who, { channel: channel.id }).catch(() => {});
}

// New messages are read out by their notification; an answer of ours that took another's place is new too.
function announce() {
  const isNew = (message) => !told.has(message.id) || (message.answer && told.get(message.id) !== message.notice);
  const fresh = page.state.messages.filter((message) => message.author !== view.who && isNew(message));
  told = new Map(page.state.messages.map((message) => [message.id, message.notice]));
  const words = fresh.map((message) => `${nameOf(message)}: ${message.notice || message.text || ""}`);
  if (words.length) $("announcer").textContent = words.slice(-3).join(". ");
}

function escape(event) {
  if (event.key !== "Escape" || $("form").open) return;
  if (!escapeSide() && view.thread) closeThread();
}
