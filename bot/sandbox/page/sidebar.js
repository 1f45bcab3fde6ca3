// The left column: who watches, and the chats of that person.

import { avatar, button, el } from "./dom.js";
import { newChannel, newGroup, newPerson } from "./dialogs.js";
import { isFrom, summary } from "./messages.js";
import { toggleRequests } from "./requests.js";
import { clockTime, number, switchLanguage, words } from "./words.js";
import { shownIn, world } from "./world.js";

/** `view`: {person, chat}; `open(person, chat)`; `seen(person, chat)`: the last id that was read; `redraw()`. */
export function drawSidebar(view, { open, seen, redraw }) {
  drawWho(view, open, redraw);
  const list = chatsOf(view.person).map((chat) => item(chat, view, open, seen));
  replaceKeepingFocus(document.getElementById("chats"), words.chats, list);
}

export function chatsOf(person) {
  const someone = world.people.get(person);
  if (!someone) return [];
  const bot = { id: person, title: world.bot.first_name, seed: world.bot.id, kind: "bot" };
  const here = [...world.channels.values()].filter(({ migrated_to }) => migrated_to == null);
  return [bot, ...here.map(({ id, title, type }) => ({ id, title, seed: id, kind: type }))];
}

/** In a corner: how strict this Telegram is, and what that has cost the bot so far. */
export function drawStrictness() {
  const place = document.getElementById("strictness");
  const wasted = Object.values(world.limits.wasted).reduce((sum, count) => sum + count, 0);
  const parts = [
    words.limits(world.limits.on),
    (world.limits.on || wasted > 0) && el("b", { class: wasted ? "some" : "" }, words.wasted(wasted)),
    world.stars > 0 && `★ ${number(world.stars)}`,
  ].filter(Boolean);
  place.hidden = !(world.limits.on || wasted || world.stars);
  place.title = Object.entries(world.limits.wasted).map(([scope, count]) => `${scope}: ${count}`).join(", ");
  place.replaceChildren(...parts.flatMap((part, at) => (at ? [" · ", part] : [part])));
}

/** What whoever tries a bot has to know: that nobody listens, and what this Telegram cannot do. */
export function drawWarnings() {
  warn("nobody-listens", world.listening ? "" : words.nobodyListens);
  warn("unknown-methods", world.unknownMethods.size ? words.unknownMethods([...world.unknownMethods].join(", ")) : "");
}

function warn(id, text) {
  const place = document.getElementById(id);
  place.hidden = !text;
  place.textContent = text;
}

export function unreadIn(chat, person, last) {
  let count = 0;
  for (const message of shownIn(chat).values()) {
    if (message.message_id > last && !isFrom(message, person)) count += 1;
  }
  return count;
}

function drawWho(view, open, redraw) {
  const people = [...world.people.values()].map((person) =>
    el("option", { value: person.id, selected: person.id === view.person }, person.note ? `${person.first_name} (${person.note})` : person.first_name),
  );
  const choice = el("select", { id: "person", onchange: (event) => open(Number(event.target.value), null) }, people);
  const someone = world.people.get(view.person);
  const change = () => {
    switchLanguage();
    redraw();
  };
  document.getElementById("who").replaceChildren(
    el("h1", {}, words.page, el("button", { type: "button", class: "language", "aria-label": words.otherLanguageLabel, onclick: change }, words.otherLanguage)),
    el("p", { class: "hint" }, words.hint),
    people.length
      ? el("div", { class: "watching" }, avatar(someone?.first_name ?? "", view.person), el("label", {}, el("span", {}, `${words.watchingAs}:`), choice))
      : el("p", { class: "nobody" }, words.nobody),
  );
  const more = [
    button(words.newPerson, () => newPerson((id) => open(id, null)), { image: "person", text: true }),
    people.length > 0 && button(words.newChannel, () => newChannel(view.person, (id) => open(view.person, id)), { image: "channel", text: true }),
    people.length > 0 && button(words.newGroup, () => newGroup(view.person, (id) => open(view.person, id)), { image: "group", text: true }),
    button(words.requests, toggleRequests, { image: "calls", text: true }),
  ];
  document.getElementById("more").replaceChildren(...more.filter(Boolean));
}

function item(chat, view, open, seen) {
  const messages = [...shownIn(chat.id).values()];
  const last = messages.at(-1);
  const unread = unreadIn(chat.id, view.person, seen(view.person, chat.id));
  return el(
    "button",
    {
      type: "button",
      class: "chat",
      "data-chat": chat.id,
      "aria-current": chat.id === view.chat ? "true" : null,
      onclick: () => open(view.person, chat.id),
    },
    avatar(chat.title, chat.seed, chat.kind),
    el("span", { class: "name" }, el("span", {}, chat.title), " ", el("small", {}, words[chat.kind])),
    el("span", { class: "when" }, last ? clockTime(last.date) : ""),
    el("span", { class: "last" }, last ? summary(last) : words.empty),
    unread > 0 && el("span", { class: "unread", "aria-label": words.unread(unread) }, String(unread)),
  );
}

function replaceKeepingFocus(nav, label, items) {
  const focused = nav.contains(document.activeElement) ? document.activeElement.dataset.chat : null;
  nav.setAttribute("aria-label", label);
  nav.replaceChildren(...items);
  if (focused) nav.querySelector(`[data-chat="${focused}"]`)?.focus();
}
