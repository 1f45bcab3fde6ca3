// A rich message: an article as blocks, laid out like a page.

import { el } from "./dom.js";
import { mediaOf } from "./media.js";

const STYLES = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", spoiler: "span", marked: "mark", subscript: "sub", superscript: "sup",
};

export function richElement(message, handlers) {
  return el("article", { class: "rich", dir: message.is_rtl ? "rtl" : "auto" }, blocks(message.blocks, handlers));
}

/** What it begins with, for a list of chats. */
export function plainWords(message) {
  return message.blocks.map(({ text }) => (text == null ? "" : plain(text))).join(" ").trim();
}

function plain(text) {
  if (typeof text === "string") return text;
  return Array.isArray(text) ? text.map(plain).join("") : plain(text.text);
}

function blocks(given, handlers) {
  return given.map((block) => element(block, handlers));
}

function element(block, handlers) {
  const inner = () => blocks(block.blocks, handlers);
  const words = () => richText(block.text, handlers);
  switch (block.type) {
    case "heading":
      return el(`h${block.size}`, {}, words());
    case "divider":
      return el("hr");
    case "list":
      return el("ul", {}, block.items.map((item) => el("li", {}, blocks(item.blocks, handlers))));
    case "blockquote":
      return el("blockquote", {}, inner(), block.credit && el("cite", {}, richText(block.credit, handlers)));
    case "expandable_blockquote":
      return el("blockquote", {}, el("p", {}, words()), block.credit && el("cite", {}, richText(block.credit, handlers)));
    case "pullquote":
      return el("aside", {}, words());
    case "details":
      return el("details", { open: block.is_open ?? false }, el("summary", {}, richText(block.summary ?? "", handlers)), inner());
    case "footer":
    case "pre":
      return el(block.type, {}, words());
    case "collage":
    case "slideshow":
      return el("figure", { class: "gallery" }, inner(), caption(block, handlers));
    case "paragraph":
      return el("p", {}, words());
    default: // a file
      return el("figure", {}, mediaOf({ ...block, voice: block.voice_note }), caption(block, handlers));
  }
}

function caption(block, handlers) {
  return block.caption && el("figcaption", {}, richText(block.caption.text, handlers));
}

function richText(text, handlers) {
  if (typeof text === "string") return [text];
  if (Array.isArray(text)) return text.flatMap((part) => richText(part, handlers));
  const children = richText(text.text, handlers);
  if (text.type !== "url") return [el(STYLES[text.type] ?? "span", text.type === "spoiler" ? { class: "spoiler seen" } : {}, children)];
  const onclick = (event) => {
    if (handlers.follow(text.url)) event.preventDefault();
  };
  const safe = /^(https?|mailto):/i.test(text.url) ? text.url : null;
  return [el("a", { href: safe, title: text.url, target: "_blank", rel: "noopener noreferrer", onclick }, children)];
}
