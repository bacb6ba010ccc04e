// The workspace's clock: it runs on by itself and can be put forward.

import { $, attempt, page, toast } from "./model.js";
import { ask } from "./talk.js";

let clockAt = null;

export function wireClock() {
  for (const button of document.querySelectorAll(".clock-hands button")) {
    button.addEventListener("click", () => button.getAttribute("aria-disabled") || moveClock(button));
  }
  setInterval(tickClock, 1000);
}

export function drawClock() {
  clockAt = { at: Date.parse(page.state.clock.at) + page.state.clock.offset * 60000, since: performance.now() };
  tickClock();
}

function tickClock() {
  if (!clockAt) return;
  const local = new Date(clockAt.at + performance.now() - clockAt.since);
  const time = new Intl.DateTimeFormat("en-CA", { timeZone: "UTC", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(local);
  const day = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", weekday: "short", day: "numeric", month: "short" }).format(local);
  if ($("clock-time").textContent !== time) $("clock-time").textContent = time;
  if ($("clock-day").textContent !== day) $("clock-day").textContent = day;
}

async function moveClock(button) {
  const move = button.dataset.next ? { next: true } : { advance_seconds: Number(button.dataset.advance) };
  const hands = [...document.querySelectorAll(".clock-hands button")];
  hands.forEach((each) => each.setAttribute("aria-disabled", "true"));
  const answer = await attempt(() => ask("clock", move));
  hands.forEach((each) => each.removeAttribute("aria-disabled"));
  if (answer && !answer.moved) toast("Nothing is due. The clock stays where it is.");
  else if (answer) $("announcer").textContent = `It is now ${answer.clock.day}, ${answer.clock.time}.`;
}
