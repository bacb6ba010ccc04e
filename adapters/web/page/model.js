// What the page knows: the state as one person sees it, which conversation is open, and how to ask for a change.

import { stateFor } from "./talk.js";

export const page = { state: null, draw: () => {}, taken: () => {} };
export const view = { who: "", place: "", thread: null, editing: null, menu: null };
export const $ = (id) => document.getElementById(id);

let fetching = null;
let stale = false;

export function place() {
  return page.state.channels.find((channel) => channel.id === view.place) || page.state.channels[0];
}

export function person(id) {
  return page.state.people.find((each) => each.id === id);
}

export function nameOf(message) {
  return message.author === "bot" ? page.state.workspace.bot : person(message.author)?.name || "Somebody";
}

export async function refresh() {
  stale = true;
  fetching ||= (async () => {
    while (stale) {
      stale = false;
      const who = view.who;
      const fresh = await stateFor(who).catch(() => null);
      if (fresh && who === view.who) page.taken(fresh);
    }
    fetching = null;
  })();
  return fetching;
}

export async function attempt(action) {
  try {
    const answer = await action();
    await refresh();
    return answer;
  } catch (problem) {
    toast(problem.message);
    return null;
  }
}

export function keep(node, as, make) {
  const sign = JSON.stringify(as);
  if (node.dataset.as === sign) return;
  node.dataset.as = sign;
  const focus = node.contains(document.activeElement) && document.activeElement.dataset.focus;
  node.replaceChildren(...make().filter((child) => child !== ""));
  if (focus) node.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
}

let toastEnds = 0;

export function toast(sentence) {
  $("toast").textContent = sentence;
  $("toast").classList.add("is-shown");
  clearTimeout(toastEnds);
  toastEnds = setTimeout(() => { $("toast").classList.remove("is-shown"); $("toast").textContent = ""; }, 6000);
}
