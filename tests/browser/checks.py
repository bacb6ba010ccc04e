"""What a careful eye looks for on any page: names, contrast, crowding, a focus that can be seen. Computed in the page."""

from playwright.async_api import Page

_NAMELESS = """() => {
  const shown = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: false }) && !node.closest("[inert]");
  const named = (node) => {
    const by = (node.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id)?.textContent || "").join("");
    const labels = [...(node.labels || [])].map((label) => label.textContent).join("");
    return (node.getAttribute("aria-label") || by || labels || (node.matches("button, a, h1, h2") ? node.textContent : "") || node.alt || "").trim();
  };
  const wanted = "button, a[href], input, textarea, select, dialog[open], nav, aside:not([hidden]), [role=log], [role=group], img:not([alt])";
  return [...document.querySelectorAll(wanted)].filter((node) => shown(node) && !named(node)).map((node) => node.outerHTML.slice(0, 120));
}"""

_LOW_CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255];
  };
  const over = (top, under) => top.slice(0, 3).map((part, at) => part * top[3] + under[at] * (1 - top[3]));
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) {
      const layer = rgba(getComputedStyle(at).backgroundColor);
      if (layer[3] > 0) layers.push(layer);
      if (layer[3] === 1) break;
    }
    return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255]);
  };
  const problems = new Map();
  const modal = document.querySelector("dialog[open]");
  const walk = document.createTreeWalker(modal || document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (node.closest(".unseen, [inert], noscript, .toast, [aria-disabled]")) continue;
    const back = ground(node);
    const [one, two] = [light(over(rgba(getComputedStyle(node).color), back)), light(back)].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (two + 0.05);
    if (ratio < 4.5) problems.set(node.className + " " + node.tagName, ratio.toFixed(2) + " " + walk.currentNode.data.slice(0, 30));
  }
  return [...problems].map(([node, ratio]) => node + ": " + ratio);
}"""

_CROWDED = """() => {
  const problems = [];
  if (document.documentElement.scrollWidth > innerWidth) problems.push("the page scrolls sideways");
  for (const node of document.querySelectorAll("#log *, .bar *, dialog[open] *")) {
    const box = node.getBoundingClientRect();
    if (box.width && box.right > innerWidth + 1 && node.checkVisibility() && !node.closest(".chips")) problems.push(node.outerHTML.slice(0, 80));
  }
  for (const node of document.querySelectorAll("button, a.button")) {
    const box = node.getBoundingClientRect();
    if (box.width && node.checkVisibility() && (box.height < 24 || box.width < 24)) problems.push("small: " + node.outerHTML.slice(0, 80));
  }
  return problems;
}"""

_HIDDEN_FOCUS = """() => {
  const node = document.activeElement;
  const style = getComputedStyle(node);
  const around = getComputedStyle(node.closest(".composer-box") || node);
  const seen = style.outlineStyle !== "none" || around.boxShadow !== "none";
  return seen && node !== document.body ? null : node.outerHTML.slice(0, 120);
}"""


async def nameless(page: Page) -> list[str]:
    """Controls, regions and pictures that a screen reader could not name."""
    return list(await page.evaluate(_NAMELESS))


async def low_contrast(page: Page) -> list[str]:
    """Visible texts with less than 4.5 to 1 against what is behind them."""
    return list(await page.evaluate(_LOW_CONTRAST))


async def crowded(page: Page) -> list[str]:
    """What sticks out of the page sideways, and what is too small to hit (24 by 24)."""
    return list(await page.evaluate(_CROWDED))


async def hidden_focus(page: Page) -> object:
    """The focused element when nothing shows that it is focused, else None."""
    return await page.evaluate(_HIDDEN_FOCUS)
