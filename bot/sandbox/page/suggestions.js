// What a `/` in the composer suggests: the commands of the bot's menu that begin so.

import { el } from "./dom.js";
import { language, words } from "./words.js";

let made = 0;

/** `list`: the element; `takes(event)`: whether a key was meant for it. */
export function suggestions(area, commands, send) {
  made += 1;
  const list = el("div", { id: `suggestions-${made}`, class: "commands suggestions", role: "listbox", "aria-label": words.suggested, lang: language, hidden: true });
  let chosen = 0;
  area.setAttribute("aria-controls", list.id);
  area.setAttribute("aria-autocomplete", "list");

  const hide = () => {
    list.hidden = true;
    area.removeAttribute("aria-activedescendant");
  };
  const choose = (index) => {
    chosen = (index + list.children.length) % list.children.length;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    list.children[chosen].scrollIntoView({ block: "nearest" });
    area.setAttribute("aria-activedescendant", list.children[chosen].id);
  };
  const complete = (blank) => {
    area.value = `/${list.children[chosen].dataset.command}${blank}`;
    area.dispatchEvent(new Event("input"));
    hide();
  };
  const refresh = async () => {
    const begun = /^\/([a-z0-9_]*)$/i.exec(area.value)?.[1].toLowerCase();
    if (begun == null) return hide();
    const asked = area.value;
    const found = (await commands()).filter(({ command }) => command.startsWith(begun));
    if (area.value !== asked) return; // one has typed on meanwhile, and a later look answers
    if (!found.length) return hide();
    list.replaceChildren(...found.map((command, at) => option(command, at)));
    list.hidden = false;
    choose(0);
  };
  const option = ({ command, description }, at) => {
    const onmousedown = (event) => {
      event.preventDefault(); // the composer keeps the focus
      chosen = at;
      complete("");
      send();
    };
    return el(
      "button",
      { type: "button", role: "option", id: `${list.id}-${at}`, tabindex: "-1", "data-command": command, onmousedown },
      el("b", {}, `/${command}`),
      el("span", {}, description),
    );
  };
  const takes = (event) => {
    if (list.hidden || event.isComposing) return false;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) choose(chosen + steps[event.key]);
    else if (event.key === "Tab") complete(" ");
    else if (event.key === "Escape") hide();
    else if (event.key === "Enter" && !event.shiftKey) {
      complete("");
      send();
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  area.addEventListener("input", refresh);
  area.addEventListener("blur", hide);
  return { list, takes };
}
