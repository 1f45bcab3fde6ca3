// Windows over the page: a new person, channel or group, an alert from the bot.

import { el, toast } from "./dom.js";
import { words } from "./words.js";
import { act, arrival } from "./world.js";

export function newPerson(done) {
  form(
    words.newPerson,
    [
      field("first_name", words.firstName, { required: true, maxlength: 64 }),
      field("note", words.note, { maxlength: 40 }),
      el("label", {}, words.language, el("select", { name: "language_code" }, el("option", { value: "uk" }, "Українська"), el("option", { value: "en" }, "English"))),
    ],
    (values) => make("people", values, done),
  );
}

export function newChannel(owner, done) {
  form(
    words.newChannel,
    [
      field("title", words.channelTitle, { required: true, maxlength: 128 }),
      field("username", words.username, { pattern: "[A-Za-z][A-Za-z0-9_]{4,31}" }),
    ],
    (values) => make("channels", { ...values, owner }, done),
  );
}

export function newGroup(owner, done) {
  form(
    words.newGroup,
    [
      field("title", words.groupTitle, { required: true, maxlength: 128 }),
      el("label", { class: "check" }, el("input", { name: "supergroup", type: "checkbox" }), words.asSupergroup),
    ],
    (values) => make("groups", { title: values.title, supergroup: "supergroup" in values, owner }, done),
  );
}

/** What the bot wants to be confirmed: it stays until it is closed. */
export function alertBox(text) {
  const dialog = el("dialog", { class: "alert" }, el("p", {}, text), el("form", { method: "dialog" }, el("button", { class: "main" }, words.ok)));
  show(dialog);
}

async function make(what, values, done) {
  const { id } = await act(what, values);
  await arrival(id);
  done(id);
}

function field(name, label, more) {
  return el("label", {}, label, el("input", { name, autocomplete: "off", ...more }));
}

function form(title, fields, submit) {
  const dialog = el("dialog", { "aria-label": title });
  const onsubmit = async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target));
    try {
      await submit(values);
      dialog.close();
    } catch (error) {
      toast(error.message);
    }
  };
  const cancel = el("button", { type: "button", onclick: () => dialog.close() }, words.cancel);
  const buttons = el("div", { class: "buttons" }, cancel, el("button", { class: "main" }, words.create));
  dialog.append(el("form", { onsubmit }, el("h2", {}, title), fields, buttons));
  show(dialog);
}

function show(dialog) {
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
