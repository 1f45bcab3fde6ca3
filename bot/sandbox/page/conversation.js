// The open chat: its title, its messages with the days between them, and where one stands in them.

import { avatar, button, el, icon, toast } from "./dom.js";
import { alertBox } from "./dialogs.js";
import { attempt, change, replyTo, runs } from "./composer.js";
import { isFrom, messageElement } from "./messages.js";
import { dayOf, words } from "./words.js";
import { shownIn, world } from "./world.js";

const PATIENCE_MS = 10_000;
const ACTION_MS = 5_000;
const NEAR_PX = 90;
const MOST_DRAWN = 500;
const scroll = document.getElementById("scroll");
const list = document.getElementById("messages");
const newer = document.getElementById("newer");
const waiting = new Map();
let wasAtEnd = true;
const positions = new Map();
const homes = new WeakMap();

export function drawConversation(view, open) {
  drawTitle(view, open);
  scroll.setAttribute("aria-label", words.messages);
  const messages = view.chat == null ? [] : [...shownIn(view.chat).values()].slice(-MOST_DRAWN);
  list.replaceChildren(...messages.map((message) => element(message, view, open)));
  setDays();
  joinAlbums();
  unfoldShortQuotes();
  newer.replaceChildren(icon("down"));
  newer.setAttribute("aria-label", words.newer);
  const kept = positions.get(key(view));
  scroll.scrollTop = kept ?? scroll.scrollHeight;
  noticeEnd();
}

/** One message is new, changed or gone; what one reads stays where it is. */
export function changeMessage(change, view, open) {
  const atEnd = isAtEnd();
  const id = change.message?.message_id ?? change.message_id;
  const old = list.querySelector(`li[data-id="${id}"]`);
  if (change.kind === "deleted") old?.remove();
  else if (old) replaceKeepingFocus(old, element(change.message, view, open));
  else list.append(element(change.message, view, open));
  setDays();
  joinAlbums();
  unfoldShortQuotes();
  if (atEnd || (change.message && !old && isFrom(change.message, view.person))) scroll.scrollTop = scroll.scrollHeight;
  noticeEnd();
}

/** Whoever pressed a button stays at the button in its place when the message changes under it. */
function replaceKeepingFocus(old, fresh) {
  const at = [...old.querySelectorAll(".key")].indexOf(document.activeElement);
  old.replaceWith(fresh);
  const keys = fresh.querySelectorAll(".key");
  if (at >= 0) (keys[at] ?? keys[keys.length - 1] ?? scroll).focus({ preventScroll: true });
}

export function keepPosition(view) {
  if (view.chat == null) return;
  if (isAtEnd()) positions.delete(key(view));
  else positions.set(key(view), scroll.scrollTop);
}

/** What the bot answered to a press: an alert, a passing word, or only the end of waiting. */
export function showAnswer({ callback_id, text, show_alert, url }, follow) {
  const held = waiting.get(callback_id);
  if (!held) return;
  held();
  if (url && !follow(url)) window.open(url, "_blank", "noopener");
  if (text && show_alert) alertBox(text);
  else if (text) toast(text);
}

export function isAtEnd() {
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_PX;
}

export function watchEnd(reached) {
  let top = 0;
  scroll.addEventListener("scroll", () => {
    // Whoever has not gone up is still at the end, which pictures may have moved meanwhile.
    if (isAtEnd() || scroll.scrollTop < top) noticeEnd();
    top = scroll.scrollTop;
    if (isAtEnd()) reached();
  });
  const sizes = new ResizeObserver(() => {
    if (wasAtEnd) scroll.scrollTop = scroll.scrollHeight;
  });
  sizes.observe(scroll);
  sizes.observe(list); // which grows once its pictures are there
  newer.addEventListener("click", () => {
    scroll.scrollTop = scroll.scrollHeight;
  });
}

/** `https://t.me/…` leads to the bot or to a channel of this world; true when it did. */
export function follower(view, open) {
  return (url) => {
    const address = new URL(url, "https://invalid");
    if (!["t.me", "telegram.me"].includes(address.hostname)) return false;
    const [name, post] = address.pathname.split("/").filter(Boolean);
    if (name?.toLowerCase() === world.bot.username.toLowerCase()) {
      open(view.person, view.person);
      if (address.searchParams.has("start")) attempt("open", { person: view.person, url: address.href });
      return true;
    }
    const channel = [...world.channels.values()].find(({ username }) => username && username.toLowerCase() === name?.toLowerCase());
    if (channel) {
      open(view.person, channel.id);
      list.querySelector(`li[data-id="${Number(post)}"]`)?.scrollIntoView({ block: "center" });
    }
    return Boolean(channel);
  };
}

function key(view) {
  return `${view.person}/${view.chat}`;
}

function element(message, view, open) {
  const handlers = {
    follow: follower(view, open),
    say: (text) => world.channels.has(view.chat) || attempt("say", { person: view.person, text }),
    reply: world.channels.has(view.chat) ? null : () => replyTo(view, message),
    forward: message.has_protected_content ? null : () => forward(message, view, open),
    edit: mayChange(message, view.person) && (message.text ?? message.caption) != null ? () => change(view, message) : null,
    remove: isFrom(message, view.person) || mayChange(message, view.person) ? () => attempt("delete", placeOf(message, view.person)) : null,
    react: (message, emoji) => toggleReaction(message, emoji, view.person),
    press: (pressed, face, at) => press(pressed, face, at, view),
    copy: async (text) => {
      await navigator.clipboard.writeText(text);
      toast(words.copied);
    },
  };
  return messageElement(message, { mine: isFrom(message, view.person), handlers });
}

function placeOf(message, person) {
  return { person, chat_id: message.chat.id, message_id: message.message_id };
}

/** What one wrote oneself, and what stands in a channel that one runs. */
function mayChange(message, person) {
  const channel = world.channels.get(message.chat.id);
  if (channel?.type === "channel") return runs(person, channel);
  return isFrom(message, person) && !message.forward_origin;
}

async function forward(message, view, open) {
  if (await attempt("forward", placeOf(message, view.person))) open(view.person, view.person);
}

const mine = new Map();

/** The second time the same reaction is taken back. */
async function toggleReaction(message, emoji, person) {
  const place = placeOf(message, person);
  const id = Object.values(place).join("/");
  const now = mine.get(id) === emoji ? "" : emoji;
  if (await attempt("react", { ...place, emoji: now })) mine.set(id, now);
}

async function press(message, face, at, view) {
  at.classList.add("waiting");
  const place = { chat_id: message.chat.id, message_id: message.message_id };
  const answer = await attempt("press", { person: view.person, data: face.callback_data, ...place });
  if (!answer) {
    at.classList.remove("waiting");
    return;
  }
  const done = () => {
    clearTimeout(timer);
    waiting.delete(answer.callback_id);
    at.classList.remove("waiting");
  };
  const timer = setTimeout(() => {
    done();
    toast(words.botSilent);
  }, PATIENCE_MS);
  waiting.set(answer.callback_id, done);
  early.get(answer.callback_id)?.();
}

// An answer may come before the press itself has returned: it waits here for its press.
const early = new Map();

export function holdEarly(answer, follow) {
  if (waiting.has(answer.callback_id)) showAnswer(answer, follow);
  else {
    early.set(answer.callback_id, () => {
      early.delete(answer.callback_id);
      showAnswer(answer, follow);
    });
    setTimeout(() => early.delete(answer.callback_id), PATIENCE_MS);
  }
}

function drawTitle(view, open) {
  const place = document.getElementById("title");
  place.replaceChildren();
  if (view.chat == null) return;
  const channel = world.channels.get(view.chat);
  const [name, about, actions] = channel ? titleOf(channel, view) : botTitle(view);
  place.append(
    button(words.back, () => open(view.person, null), { image: "back", kind: "back" }),
    avatar(name, channel ? channel.id : world.bot.id, channel?.type ?? "bot"),
    el("div", { class: "heading" }, el("h2", {}, name), el("p", {}, about)),
    ...actions,
  );
}

let acting = 0;

/** What the bot says that it is about to send, for as long as Telegram shows it. */
export function showAction(action) {
  const place = document.querySelector("#title .heading p");
  if (!place) return;
  place.dataset.words ??= place.textContent;
  place.textContent = action === "typing" ? words.typing : words.sending;
  clearTimeout(acting);
  acting = setTimeout(hideAction, ACTION_MS);
}

export function hideAction() {
  const place = document.querySelector("#title .heading p");
  if (place?.dataset.words) place.textContent = place.dataset.words;
}

function botTitle(view) {
  const person = world.people.get(view.person);
  const about = person.blocked ? words.isBlocked : `${words.bot} · @${world.bot.username}`;
  const [label, path] = person.blocked ? [words.unblock, "unblock"] : [words.block, "block"];
  const act = button(label, () => attempt(path, { person: person.id }), { image: "ban", kind: "action", text: true });
  return [world.bot.first_name, about, person.started || person.blocked ? [act] : []];
}

function channelTitle(channel, view) {
  const admin = channel.bot.status === "administrator";
  const posts = channel.bot.rights.includes("can_post_messages");
  const standing = admin && posts ? words.botIsAdmin : admin || channel.bot.status === "member" ? words.botHasNoRights : words.botIsOut;
  const about = [words.channel, channel.username && `@${channel.username}`, standing].filter(Boolean).join(" · ");
  const change = { channel: channel.id, by: view.person, status: admin ? "left" : "administrator" };
  const label = admin ? words.demote : words.promote;
  const act = button(label, () => attempt("bot-rights", change), { image: "shield", kind: "action", text: true });
  return [channel.title, about, runs(view.person, channel) ? [act] : []];
}

function titleOf(channel, view) {
  return channel.type === "channel" ? channelTitle(channel, view) : groupTitle(channel, view);
}

/** Whoever owns a group adds the bot, or takes the step after which the group is another chat. */
function groupTitle(group, view) {
  const here = ["member", "administrator"].includes(group.bot.status);
  const standing = group.bot.status === "administrator" ? words.botIsAdmin : here ? words.botIsMember : words.botIsOut;
  const about = [words[group.type], group.username && `@${group.username}`, standing].filter(Boolean).join(" · ");
  if (!runs(view.person, group)) return [group.title, about, []];
  const change = { channel: group.id, by: view.person, status: here ? "left" : "member" };
  const add = button(here ? words.removeBot : words.addBot, () => attempt("bot-rights", change), { image: here ? "ban" : "plus", kind: "action", text: true });
  const upgrade = button(words.upgrade, () => attempt("migrate", { group: group.id }), { image: "up", kind: "action", text: true });
  return [group.title, about, group.type === "group" ? [add, upgrade] : [add]];
}

/** Messages of one album hang together, as the one thing that they are, with its words at the end. */
function joinAlbums() {
  list.querySelectorAll(".lent").forEach(giveBack);
  for (const item of list.querySelectorAll("li[data-album]")) {
    const before = item.previousElementSibling;
    const goesOn = before?.dataset.album === item.dataset.album;
    item.classList.toggle("goes-on", goesOn);
    if (goesOn) before.classList.add("not-last");
    item.classList.remove("not-last");
  }
  for (const last of list.querySelectorAll("li.goes-on:not(.not-last)")) {
    const own = [...list.querySelectorAll(`li[data-album="${last.dataset.album}"] .text`)];
    if (own.length === 1 && !last.contains(own[0])) lend(own[0].closest(".bubble"), last.querySelector(".bubble"));
  }
}

/** What stands under one picture and is said of all: its words, and what may be done with them. */
function lend(from, to) {
  to.querySelector(".foot").hidden = true;
  for (const part of [from.querySelector(".text"), from.querySelector(".foot")]) {
    homes.set(part, from);
    part.classList.add("lent");
    to.append(part);
  }
}

/** Back to its own picture; where that was drawn anew it has others. */
function giveBack(part) {
  part.closest(".bubble").querySelectorAll(".foot").forEach((foot) => (foot.hidden = false));
  part.classList.remove("lent");
  if (homes.get(part).isConnected) homes.get(part).append(part);
  else part.remove();
}

function setDays() {
  list.querySelectorAll("li.day").forEach((day) => day.remove());
  let last = "";
  for (const item of list.querySelectorAll("li[data-id]")) {
    const { stamp } = item.dataset;
    const day = new Date(stamp).toDateString();
    if (day !== last) item.before(el("li", { class: "day" }, el("span", {}, dayOf(new Date(stamp) / 1000))));
    last = day;
  }
}

function unfoldShortQuotes() {
  for (const body of list.querySelectorAll(".expandable > .folded")) {
    body.nextSibling.hidden = body.scrollHeight <= body.clientHeight + 1;
  }
}

function noticeEnd() {
  wasAtEnd = isAtEnd();
  newer.hidden = wasAtEnd;
}
