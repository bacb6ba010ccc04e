// Draws messages and cards. Every text from people or the bot becomes a text node, never markup.

const SVG = "http://www.w3.org/2000/svg";

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

export function initials(name) {
  const parts = name.split(/\s+/).filter(Boolean);
  return [parts[0], parts.length > 1 ? parts[parts.length - 1] : ""].map((part) => [...part][0] || "").join("").toUpperCase();
}

export function avatar(person, index, size = "") {
  if (!person) return el("img", { class: `avatar bot ${size}`, src: "/workspace/icon.svg", alt: "" });
  return el("span", { class: `avatar hue-${index % 12} ${size}`, "aria-hidden": "true" }, initials(person.name));
}

export function mark(drawn) {
  return el("span", { class: `mark ${drawn}`, "aria-hidden": "true" }, drawn === "slack" ? "#" : "T");
}

export function runs(text) {
  return text.map((run) => {
    const words = run.strong ? el("strong", {}, run.text) : run.text;
    if (run.url && web(run.url)) return outward(run.url, run.text, "link");
    if (run.at) return el("time", { datetime: run.at, title: new Date(run.at).toLocaleString() }, run.text);
    return words;
  });
}

// Several lines, each by itself, so that what follows a number or a dot hangs under its beginning.
function lines(text) {
  const split = [[]];
  for (const run of text) {
    const [first, ...more] = run.text.split("\n");
    split[split.length - 1].push({ ...run, text: first });
    for (const line of more) split.push([{ ...run, text: line }]);
  }
  if (split.length === 1) return runs(text);
  return split.map((line, index) => {
    const kept = line.filter((run) => run.text);
    const words = kept.map((run) => run.text).join("");
    const hangs = /^\d+\. /.test(words) ? " hangs" : words.startsWith("• ") ? " hangs dotted" : "";
    return el("span", { class: `line${hangs}` }, ...runs(kept), index < split.length - 1 ? "\n" : null);
  });
}

function web(url) {
  try {
    return ["http:", "https:"].includes(new URL(url).protocol);
  } catch {
    return false;
  }
}

function outward(url, label, style) {
  const attributes = { class: style, href: url, target: "_blank", rel: "noopener noreferrer", title: url };
  return el("a", attributes, label, style === "button" ? icon("out") : "", el("span", { class: "unseen" }, " (opens a new tab)"));
}

export function card(message, press) {
  const root = el("div", { class: "card" });
  if (!message.blocks.length) root.append(el("p", { class: "block-text" }, message.notice));
  let list = null;
  for (const block of message.blocks) {
    if (block.kind === "entry") {
      if (!list) root.append((list = el("ul", { class: "entries" })));
      list.append(entry(message, block, press));
      continue;
    }
    list = null;
    root.append(draw(message, block, press));
  }
  return root;
}

function draw(message, block, press) {
  switch (block.kind) {
    case "title": return el("h3", { class: "block-title" }, ...runs(block.text));
    case "quote": return el("blockquote", { class: "block-quote" }, ...runs(block.text));
    case "quiet": return el("p", { class: "block-quiet" }, ...runs(block.text));
    case "buttons": return el("div", { class: "buttons" }, ...block.buttons.map((each) => button(message, each, press)));
    case "rule": return el("hr");
    default: return el("p", { class: "block-text" }, ...lines(block.text));
  }
}

function entry(message, block, press) {
  const words = el("div", { class: "entry-words" }, el("strong", {}, ...runs(block.title)));
  if (block.detail.length) words.append(el("span", { class: "entry-detail" }, ...runs(block.detail)));
  const buttons = block.buttons.length && el("div", { class: "buttons" }, ...block.buttons.map((each) => button(message, each, press)));
  return el("li", { class: "entry" }, words, buttons || null);
}

function button(message, wanted, press) {
  if (wanted.kind === "words") return el("span", { class: "button-words" }, wanted.label);
  if (wanted.kind === "link") return outward(wanted.url, wanted.label, "button");
  const focus = [message.id, wanted.button, wanted.subject, wanted.choice].join(" ");
  return el("button", {
    type: "button",
    class: wanted.main ? "button main-press" : "button",
    "data-focus": focus,
    "aria-label": wanted.object ? `${wanted.label}: ${wanted.object}` : null,
    on: { click: (event) => press(message, wanted, event.currentTarget) },
  }, wanted.label);
}
