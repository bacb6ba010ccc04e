// The sidebar: who the reader is, who else they can be, and which conversations there are.

import { avatar, el, icon, mark } from "./draw.js";
import { $, attempt, keep, page, person, place, refresh, toast, view } from "./model.js";
import { ask, stateFor } from "./talk.js";

let arrived = () => {};

export function wireSide(become) {
  arrived = become;
  $("you").addEventListener("click", () => togglePeople($("people").hidden));
  $("menu").addEventListener("click", () => drawer(true));
  $("side-close").addEventListener("click", () => drawer(false));
  $("scrim").addEventListener("click", () => drawer(false));
  $("newcomer-form").addEventListener("submit", join);
  $("newcomer").addEventListener("toggle", () => $("newcomer").open && $("newcomer-name").focus());
  $("newcomer").addEventListener("toggle", () => $("newcomer").open && $("newcomer-form").scrollIntoView({ block: "end" }));
}

export function drawSide() {
  drawYou();
  drawPlaces();
}

export function escapeSide() {
  if ($("shell").classList.contains("drawer")) drawer(false);
  else if (!$("people").hidden) { togglePeople(false); $("you").focus(); }
  else return false;
  return true;
}

function drawYou() {
  const me = person(view.who);
  keep($("you"), [me, "you"], () => [
    avatar(me, page.state.people.indexOf(me)),
    el("span", { class: "you-words" }, el("span", { class: "you-are" }, "You are"), el("strong", {}, me.name), el("span", { class: "you-unit" }, me.unit)),
    icon("down"),
  ]);
  const there = page.state.people.filter((each) => each.platforms.length);
  const others = there.map((each) => [each.id, each.waiting, each.id === view.who]);
  keep($("people-list"), others, () => there.map(personItem));
}

function personItem(each) {
  const where = each.platforms.map((drawn) => (drawn === "slack" ? "Slack" : "Teams")).join(" and ");
  const waiting = each.waiting ? el("span", { class: "count" }, String(each.waiting), el("span", { class: "unseen" }, " unread from the bot")) : null;
  return el("li", {}, el("button", {
    type: "button", class: "person", "data-focus": `person ${each.id}`, "aria-current": each.id === view.who ? "true" : null,
    on: { click: () => become(each.id) },
  }, avatar(each, page.state.people.indexOf(each), "small"),
    el("span", { class: "person-words" }, el("span", {}, each.name), el("span", { class: "person-unit" }, each.unit)),
    waiting, ...each.platforms.map(mark), el("span", { class: "unseen" }, `, in ${where}`)));
}

function drawPlaces() {
  keep($("places"), [page.state.channels, view.place], () => {
    const titles = [...new Set(page.state.channels.map((channel) => channel.title))];
    const groups = titles.map((title) => {
      const channels = page.state.channels.filter((channel) => channel.title === title && !channel.direct);
      return group(title, channels[0]?.drawn, channels);
    });
    return [...groups, group("Direct messages", null, page.state.channels.filter((channel) => channel.direct))];
  });
}

function group(title, drawn, channels) {
  const id = `group-${title.replaceAll(" ", "-")}`;
  return el("section", { "aria-labelledby": id },
    el("h2", { class: "group-title", id }, drawn ? mark(drawn) : "", title),
    el("ul", {}, ...channels.map((channel) => placeItem(channel, !drawn && channels.length > 1))));
}

function placeItem(channel, sayWhere) {
  const current = channel.id === view.place;
  const count = channel.unseen && !current ? el("span", { class: "count" }, String(channel.unseen), el("span", { class: "unseen" }, " unread")) : null;
  const picture = channel.direct ? avatar(null, 0, "tiny") : null;
  const where = sayWhere ? el("span", { class: "place-where" }, channel.title) : null;
  return el("li", {}, el("button", {
    type: "button", class: "place", "data-focus": `place ${channel.id}`, "aria-current": current ? "page" : null,
    on: { click: () => go(channel.id) },
  }, picture, el("span", { class: "place-name" }, channel.name), where, count));
}

async function become(who) {
  togglePeople(false);
  if (who === view.who) return;
  const drawn = place().drawn;
  const direct = place().direct;
  const fresh = await stateFor(who).catch((problem) => toast(problem.message));
  if (!fresh) return;
  view.who = who;
  view.thread = null;
  view.editing = null;
  page.state = fresh;
  view.place = (page.state.channels.find((channel) => channel.drawn === drawn && channel.direct === direct) || page.state.channels[0]).id;
  arrived();
  $("announcer").textContent = `You are now ${person(who).name}, ${person(who).unit}.`;
}

async function join(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const name = $("newcomer-name").value.trim();
  const id = freeId(name);
  const answer = await attempt(() => ask("join", { as: id, name, unit: $("newcomer-unit").value.trim(), platforms: [form.elements.where.value] }));
  if (!answer) return;
  form.reset();
  $("newcomer").open = false;
  await become(id);
}

function freeId(name) {
  const plain = name.normalize("NFD").toLowerCase().replace(/[^a-z]+/g, "").slice(0, 20) || "newcomer";
  let id = plain;
  for (let number = 2; person(id); number += 1) id = plain + number;
  return id;
}

function go(id) {
  view.place = id;
  view.thread = null;
  view.editing = null;
  page.draw();
  drawer(false);
  if (matchMedia("(min-width: 800px)").matches) $("composer-text").focus();
}

function togglePeople(open) {
  if (open) refresh();
  else if ($("people").contains(document.activeElement)) $("you").focus();
  $("people").hidden = !open;
  $("you").setAttribute("aria-expanded", String(open));
  if (open) $("people-list").querySelector("[aria-current]")?.focus();
}

function drawer(open) {
  const was = $("shell").classList.contains("drawer");
  $("shell").classList.toggle("drawer", open);
  $("scrim").hidden = !open;
  $("main").inert = open;
  $("menu").setAttribute("aria-expanded", String(open));
  if (open) $("side-close").focus();
  else if (was) $("menu").focus();
}
