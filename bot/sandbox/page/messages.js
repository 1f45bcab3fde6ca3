// One message as Telegram shows it: bubble, card of the link, buttons.

import { button, el, icon } from "./dom.js";
import { formatted } from "./entities.js";
import { kindOf, mediaOf } from "./media.js";
import { plainWords, richElement } from "./rich.js";
import { clockTime, words } from "./words.js";
import { world } from "./world.js";

/** `handlers`: follow(url), say(text), press(message, button, element), copy(text); `mine`: written by whoever watches. */
export function messageElement(message, { mine, handlers }) {
  const news = serviceWords(message);
  if (news) return el("li", { class: "service", "data-id": message.message_id, "data-stamp": stampOf(message) }, news);
  const kind = message.chat.type === "channel" ? "post" : mine ? "mine" : "theirs";
  return el(
    "li",
    { class: `message ${kind}${message.sticker || message.location ? " bare" : ""}`, "data-id": message.message_id, "data-stamp": stampOf(message), "data-album": message.media_group_id },
    el("div", { class: "bubble", ondblclick: () => handlers.react(message, "👍") }, head(message, mine), body(message, handlers), reactions(message, handlers), foot(message, handlers)),
    keyboard(message, handlers),
  );
}

/** What Telegram itself writes when something happens in a chat; "" for other messages. */
function serviceWords(message) {
  if (message.pinned_message) return `${words.pinned}: ${(message.pinned_message.text ?? "").slice(0, 60)}`;
  if (message.new_chat_title) return `${words.newTitle}: ${message.new_chat_title}`;
  if (message.new_chat_members) return words.joined(message.new_chat_members.map(({ first_name }) => first_name).join(", "));
  if (message.left_chat_member) return words.wentOut(message.left_chat_member.first_name);
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return words.upgraded;
  if (message.forum_topic_created) return `${words.newTopic}: ${message.forum_topic_created.name}`;
  if (message.forum_topic_edited) return `${words.topic}: ${message.forum_topic_edited.name}`;
  if (message.forum_topic_closed) return words.topicClosed;
  return message.forum_topic_reopened ? words.topicReopened : "";
}

function head(message, mine) {
  const parts = [];
  const author = message.sender_chat?.title ?? (message.chat.type === "private" || mine ? null : message.from?.first_name);
  if (author) parts.push(el("div", { class: "author" }, author));
  const topic = world.channels.get(message.chat.id)?.topics[message.message_thread_id];
  if (topic) parts.push(el("div", { class: "topic" }, topic.closed && icon("lock", words.topicClosed), `${words.topic}: ${topic.name}`));
  if (message.via_bot) parts.push(el("div", { class: "forwarded" }, words.via(message.via_bot.username)));
  const origin = message.forward_origin;
  if (origin) {
    const name = origin.chat?.title ?? origin.sender_user?.first_name ?? "";
    parts.push(el("div", { class: "forwarded" }, `${words.forwarded} `, el("b", {}, name)));
  }
  const reply = message.reply_to_message?.forum_topic_created ? null : message.reply_to_message;
  if (reply) parts.push(el("div", { class: "replied" }, summary(reply).slice(0, 120)));
  return parts;
}

function body(message, handlers) {
  if (message.rich_message) return [richElement(message.rich_message, handlers)];
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities;
  const parts = [];
  const media = mediaOf(message);
  if (media && !message.show_caption_above_media) parts.push(media);
  if (message.location) parts.push(el("div", { class: "sticker", "aria-label": words.location }, "📍"));
  if (message.sticker) parts.push(el("div", { class: "sticker", "aria-label": words.sticker }, message.sticker.emoji ?? "🙂"));
  if (text) parts.push(el("div", { class: "text", dir: "auto" }, formatted(text, entities, handlers)));
  if (media && message.show_caption_above_media) parts.push(media);
  const card = previewCard(message, handlers);
  if (card && message.link_preview_options?.show_above_text) parts.unshift(card);
  else if (card) parts.push(card);
  return parts;
}

/** There is no network here, so the card shows what is known of a page: its host and address; of the site that is shown, its pictures. */
function previewCard(message, { follow }) {
  const options = message.link_preview_options ?? {};
  const url = options.url ?? firstAddress(message);
  if (!url || options.is_disabled || kindOf(message)) return null;
  let address;
  try {
    address = new URL(url);
  } catch {
    return null;
  }
  if (!/^https?:$/.test(address.protocol)) return null;
  const size = options.prefer_large_media ? "large" : "small";
  const onclick = (event) => {
    if (follow(url)) event.preventDefault();
  };
  const host = address.hostname.replace(/^www\./, "");
  const isShown = world.picturesFrom && address.origin === world.picturesFrom && /\.(jpe?g|png|webp)$/i.test(address.pathname);
  return el(
    "a",
    { class: `preview ${size}${isShown ? " alone" : ""}`, href: url, target: "_blank", rel: "noopener noreferrer", onclick },
    isShown ? el("img", { class: "picture", src: url, alt: "" }) : el("span", { class: "picture", "aria-hidden": "true" }, host[0]?.toUpperCase() ?? ""),
    !isShown && el("span", { class: "about" }, el("b", {}, host), el("span", {}, readable(address))),
  );
}

function firstAddress(message) {
  const found = (message.entities ?? []).find(({ type }) => type === "url" || type === "text_link");
  if (!found) return null;
  if (found.url) return found.url;
  const text = message.text.slice(found.offset, found.offset + found.length);
  return /^https?:\/\//i.test(text) ? text : `https://${text}`;
}

function readable(address) {
  try {
    return decodeURI(address.pathname + address.search);
  } catch {
    return address.pathname + address.search;
  }
}

/** Who reacted how is the world's to know; here one sees how many did. */
function reactions(message, handlers) {
  const counts = new Map();
  for (const emoji of message.reactions ?? []) counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
  if (!counts.size) return null;
  const chip = ([emoji, count]) => el("button", { type: "button", class: "reaction", onclick: () => handlers.react(message, emoji) }, `${emoji} ${count}`);
  return el("div", { class: "reactions" }, [...counts].map(chip));
}

function foot(message, handlers) {
  const deed = (name, image) => handlers[name] && button(words[name], () => handlers[name](message), { image, kind: "answer" });
  return el(
    "div",
    { class: "foot" },
    el("span", { class: "deeds" }, deed("reply", "reply"), deed("forward", "forward"), deed("edit", "edit"), deed("remove", "bin")),
    message.has_protected_content && icon("lock", words.protectedContent),
    message.silent && icon("silent", words.silent),
    message.edit_date && el("span", { class: "edited" }, words.edited),
    el("time", { datetime: stampOf(message) }, clockTime(message.date)),
  );
}

function stampOf(message) {
  return new Date(message.date * 1000).toISOString();
}

function keyboard(message, handlers) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  return el(
    "div",
    { class: "keyboard" },
    rows.map((row) => el("div", { class: "row" }, row.map((button) => key(message, button, handlers)))),
  );
}

function key(message, button, { follow, press, copy }) {
  const style = `key ${button.style ?? ""}`;
  if (button.url) {
    const onclick = (event) => {
      if (follow(button.url)) event.preventDefault();
    };
    const safe = /^https?:/i.test(button.url) ? button.url : null;
    const link = { class: style, href: safe, target: "_blank", rel: "noopener noreferrer", title: button.url, onclick };
    return el("a", link, button.text, icon("out"));
  }
  const onclick = (event) => {
    if (button.callback_data != null) press(message, button, event.currentTarget);
    else if (button.copy_text) copy(button.copy_text.text);
  };
  return el("button", { type: "button", class: style, onclick }, button.text);
}

export function summary(message) {
  if (!message) return "";
  const text = serviceWords(message) || (message.rich_message ? plainWords(message.rich_message) : message.text ?? message.caption ?? (kindOf(message) || (message.location ? words.location : words.sticker)));
  return text.replace(/\s+/g, " ").slice(0, 90);
}

export function isFrom(message, person) {
  return message.from != null && message.from.id === person && message.from.id !== world.bot.id;
}
