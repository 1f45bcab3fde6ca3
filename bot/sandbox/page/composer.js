// Where one writes: text, a long paste, a file, a command from the menu; or the button that stands there instead.

import { button, el, icon, toast } from "./dom.js";
import { inlineOffers } from "./inline.js";
import { summary } from "./messages.js";
import { drawKeyboard, keyboardOf } from "./keyboard.js";
import { words } from "./words.js";
import { suggestions } from "./suggestions.js";
import { act, commandsOf, shownIn, world } from "./world.js";

const LARGEST_TO_CARRY = 20 * 1024 * 1024;
const drafts = new Map();
const replies = new Map();
const changes = new Map();

export async function attempt(path, body) {
  try {
    return await act(path, body);
  } catch (error) {
    toast(error.message);
    return null;
  }
}

export function drawComposer(view) {
  const place = document.getElementById("composer");
  const wasWriting = place.contains(document.activeElement) && document.activeElement.matches("textarea");
  place.replaceChildren();
  drawKeyboard(view.chat, (text) => attempt(...deed(view, text)));
  if (view.chat == null) return;
  const channel = world.channels.get(view.chat);
  const person = world.people.get(view.person);
  if (channel && !writes(view.person, channel)) place.append(el("p", { class: "instead" }, words.readOnly));
  else if (!channel && person.blocked) place.append(instead(words.unblock, () => attempt("unblock", { person: person.id })));
  else if (!channel && !shownIn(view.chat).size) place.append(instead(words.start, () => attempt("say", { person: person.id, text: "/start" })));
  else place.append(...writing(view, channel).filter(Boolean));
  if (wasWriting) place.querySelector("textarea")?.focus();
}

export function focusComposer() {
  document.querySelector("#composer :is(textarea, .instead.main)")?.focus();
}

/** Put words where the person would write them, for them to be sent or changed. */
export function write(view, text) {
  drafts.set(keyOf(view), text);
  drawComposer(view);
  focusComposer();
}

function writes(person, channel) {
  return channel.type !== "channel" || runs(person, channel);
}

export function runs(person, channel) {
  return channel.owner === person || channel.administrators.includes(person);
}

function instead(label, onclick) {
  return button(label, onclick, { kind: "instead main" });
}

/** To say something in this chat, in private or before all. */
function deed(view, text) {
  const changed = changes.get(keyOf(view));
  if (changed) return ["edit", { person: view.person, chat_id: view.chat, message_id: changed.message_id, text }];
  return world.channels.has(view.chat) ? ["post", { channel: view.chat, by: view.person, text }] : ["say", { person: view.person, text, reply_to: taken(view) }];
}

/** What is sent next answers this message. */
export function replyTo(view, message) {
  if (message) replies.set(view.person, message);
  else replies.delete(view.person);
  drawComposer(view);
  focusComposer();
}

/** What is sent next takes the place of this message's words; null: nothing does. */
export function change(view, message) {
  if (message) changes.set(keyOf(view), message);
  else changes.delete(keyOf(view));
  write(view, message?.text ?? message?.caption ?? "");
}

function keyOf(view) {
  return `${view.person}/${view.chat}`;
}

/** The number of the message that is answered, once. */
function taken(view) {
  const id = replies.get(view.person)?.message_id;
  replies.delete(view.person);
  document.querySelector("#composer .answered")?.remove();
  return id;
}

/** Over the words that one writes: which message they change or answer. */
function answered(view) {
  const changed = changes.get(keyOf(view));
  const message = changed ?? (view.chat === view.person && replies.get(view.person));
  if (!message) return null;
  const [image, label, drop] = changed ? ["edit", words.noEdit, change] : ["reply", words.noReply, replyTo];
  const never = button(label, () => drop(view, null), { image: "close", kind: "drop" });
  return el("div", { class: "answered" }, icon(image), el("span", {}, summary(message)), never);
}

function writing(view, channel) {
  const label = channel?.type === "channel" ? words.writePost : words.write;
  const key = keyOf(view);
  const area = el("textarea", { rows: "1", placeholder: keyboardOf(view.chat)?.input_field_placeholder || label, "aria-label": label, dir: "auto" });
  area.value = drafts.get(key) ?? "";
  let growing = 0;
  const growSoon = () => {
    growing ||= requestAnimationFrame(() => {
      growing = 0;
      grow(area);
    });
  };
  const send = async () => {
    const text = area.value.trim();
    if (!text) return;
    if (!(await attempt(...deed(view, text)))) return;
    if (changes.has(key)) change(view, null);
    else clear();
  };
  const clear = () => {
    area.value = "";
    area.dispatchEvent(new Event("input"));
    area.focus();
  };
  const caption = () => {
    const text = area.value.trim();
    if (text && !changes.has(key)) clear();
    return changes.has(key) ? "" : text;
  };
  const suggested = channel ? null : suggestions(area, () => commandsOf(view.person), send);
  area.addEventListener("keydown", (event) => {
    if (suggested?.takes(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    }
  });
  area.addEventListener("input", () => {
    drafts.set(key, area.value);
    growSoon();
  });
  growSoon();
  const sender = button(words.send, send, { image: "send", kind: "send" });
  const offers = inlineOffers(area, { ...view }, clear);
  return channel ? [offers, answered(view), area, sender] : [offers, suggested.list, answered(view), menu(view), attach(view, caption), area, sender];
}

/** As tall as its text, up to the limit that the style sheet sets. */
function grow(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}

function attach(view, captionOf) {
  const input = el("input", { type: "file", hidden: true, multiple: true, tabindex: "-1", "aria-hidden": "true" });
  input.addEventListener("change", async () => {
    const files = [...input.files];
    input.value = "";
    const seen = files.filter((file) => ["photo", "video"].includes(kindOf(file))).length;
    const together = files.length > 1 && (seen === files.length || files.every((file) => kindOf(file) === kindOf(files[0])));
    const album = together ? String(Date.now()) : null;
    const reply_to = taken(view);
    let caption = captionOf(); // as the apps do: what was written stands under the first
    for (const file of files) {
      const sent = { person: view.person, name: file.name, kind: kindOf(file), stated_size: file.size, content_base64: await carried(file) };
      if (await attempt("file", { ...sent, album, reply_to, caption })) caption = "";
    }
  });
  return el("span", { class: "attach" }, input, button(words.attach, () => input.click(), { image: "attach" }));
}

/** As what the apps send a file of this type. */
function kindOf({ type }) {
  if (/^image\/(jpeg|png|webp)$/.test(type)) return "photo";
  if (type === "image/gif") return "animation";
  return /^(video|audio)\//.exec(type)?.[1] ?? "document";
}

/** A file too large for a bot to fetch goes by its stated size alone. */
async function carried(file) {
  if (file.size > LARGEST_TO_CARRY) return "";
  const reader = new FileReader();
  await new Promise((resolve, reject) => {
    reader.onload = resolve;
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
  return reader.result.slice(reader.result.indexOf(",") + 1);
}

function menu(view) {
  const list = el("div", { class: "commands", role: "menu", hidden: true });
  const toggle = button(words.menu, () => show(list.hidden), { image: "menu", kind: "menu", "aria-haspopup": "menu", "aria-expanded": "false" });
  const show = (open) => {
    list.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    if (open) list.querySelector("button")?.focus();
  };
  const holder = el("span", { class: "menu-holder", hidden: true }, list, toggle);
  holder.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      show(false);
      toggle.focus();
    }
    moveInMenu(event, list);
  });
  commandsOf(view.person).then((commands) => {
    holder.hidden = !commands.length;
    list.replaceChildren(...commands.map((command) => commandItem(command, view, () => show(false))));
  });
  return holder;
}

function moveInMenu(event, list) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || list.hidden) return;
  event.preventDefault();
  const items = [...list.children];
  const at = items.indexOf(document.activeElement);
  items.at((at + step) % items.length)?.focus();
}

function commandItem({ command, description }, view, close) {
  const onclick = () => {
    close();
    attempt("say", { person: view.person, text: `/${command}` });
  };
  return el("button", { type: "button", role: "menuitem", onclick }, el("b", {}, `/${command}`), el("span", {}, description));
}
