// A text with its entities as elements. Offsets are UTF-16 units, as JavaScript's own are.

import { el } from "./dom.js";
import { language, words } from "./words.js";

const PLAIN = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote",
};

// A line ends with a block by itself; the newline behind it would show as an empty line.
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/** `follow(url)` is called for links, `say(text)` for commands; both decide what a press does. */
export function formatted(text, entities, handlers) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return pieces(text, 0, text.length, sorted, handlers);
}

function pieces(text, start, end, entities, handlers) {
  const result = [];
  let at = start;
  for (let index = 0; index < entities.length; ) {
    const entity = entities[index];
    const stop = Math.min(entity.offset + entity.length, end);
    const inner = [];
    for (index += 1; index < entities.length && entities[index].offset < stop; index += 1) inner.push(entities[index]);
    const begin = Math.max(entity.offset, at);
    if (stop <= begin) continue;
    if (begin > at) result.push(text.slice(at, begin));
    const children = pieces(text, begin, stop, inner, handlers);
    result.push(wrapped(entity, text.slice(begin, stop), children, handlers));
    at = BLOCKS.has(entity.type) && text[stop] === "\n" ? stop + 1 : stop;
  }
  if (at < end) result.push(text.slice(at, end));
  return result;
}

function wrapped(entity, text, children, { follow, say }) {
  switch (entity.type) {
    case "text_link":
      return link(entity.url, children, follow, entity.url);
    case "url":
      return link(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`, children, follow);
    case "mention":
      return link(`https://t.me/${text.slice(1)}`, children, follow);
    case "email":
      return link(`mailto:${text}`, children, follow);
    case "bot_command":
      return el("button", { type: "button", class: "command", onclick: () => say(text) }, children);
    case "hashtag":
    case "cashtag":
      return el("span", { class: "hashtag" }, children);
    case "spoiler":
      return spoiler(children);
    case "expandable_blockquote":
      return expandable(children);
    case "date_time":
      return el("time", { datetime: new Date(entity.unix_time * 1000).toISOString() }, children);
    default:
      return el(PLAIN[entity.type] ?? "span", {}, children);
  }
}

/** Only addresses that a browser may open; anything else stays text. */
function link(url, children, follow, title = null) {
  if (!/^(https?|mailto):/i.test(url)) return el("span", { class: "link", title: url }, children);
  const onclick = (event) => {
    if (follow(url)) event.preventDefault();
  };
  return el("a", { href: url, title, target: "_blank", rel: "noopener noreferrer", onclick }, children);
}

function spoiler(children) {
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    hidden.classList.add("seen");
    hidden.removeAttribute("role");
    hidden.removeAttribute("aria-label");
  };
  const hidden = el(
    "span",
    { class: "spoiler", role: "button", tabindex: "0", "aria-label": words.spoiler, onclick: reveal, onkeydown: reveal },
    el("span", {}, children),
  );
  return hidden;
}

function expandable(children) {
  const body = el("div", { class: "folded" }, children);
  const toggle = el("button", { type: "button", class: "unfold", "aria-expanded": "false", lang: language }, words.more);
  toggle.addEventListener("click", () => {
    const open = !body.classList.toggle("folded");
    toggle.textContent = open ? words.less : words.more;
    toggle.setAttribute("aria-expanded", String(open));
  });
  return el("blockquote", { class: "expandable" }, body, toggle);
}
