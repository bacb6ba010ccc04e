// Talks to the workspace's API: a request that got no answer is repeated under its key, which is harmless.

const PATIENCE = [300, 1000, 3000];

export class Problem extends Error {}

export async function ask(name, body) {
  const request = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await stubborn(`/api/workspace/${name}`, request);
  return understood(response);
}

export function act(name, who, body) {
  return ask(name, { as: who, key: newKey(), ...body });
}

export async function stateFor(who) {
  return understood(await fetch(`/api/workspace/state?as=${encodeURIComponent(who)}`));
}

export function listen(who, revision, { changed, connected }) {
  const source = new EventSource(`/api/workspace/events?as=${encodeURIComponent(who)}&revision=${revision}`);
  source.addEventListener("changed", changed);
  source.addEventListener("open", () => connected(true));
  source.addEventListener("error", () => connected(false));
  return source;
}

async function stubborn(path, request) {
  for (const pause of PATIENCE) {
    try {
      return await fetch(path, request);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  try {
    return await fetch(path, request);
  } catch {
    throw new Problem("The workspace can't be reached. What you typed is still here.");
  }
}

async function understood(response) {
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Problem(answer.problem || "That didn't work. Please try again.");
  return answer;
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
