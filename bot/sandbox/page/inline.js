// What the bot offers to whoever types behind its name: `@bot words`, in any chat.

import { el, toast } from "./dom.js";
import { words } from "./words.js";
import { act, world } from "./world.js";

const AFTER_MS = 300;
let current = null;

/** The list over the composer; `done()` once something was chosen. */
export function inlineOffers(area, view, done) {
  const list = el("div", { class: "commands suggestions", role: "menu", "aria-label": words.offers, hidden: true });
  let timer = 0;
  const choose = async (query, result) => {
    try {
      await act("choose", { query_id: query, result_id: result, chat_id: view.chat });
      list.hidden = true;
      done();
    } catch (error) {
      toast(error.message);
    }
  };
  const ask = async (query) => {
    const type = view.chat === view.person ? "sender" : world.channels.get(view.chat).type;
    const { query_id: id } = await act("inline", { person: view.person, query, chat_type: type });
    current = { id, show: (results) => show(id, results) };
    early.get(id)?.();
  };
  const show = (id, results) => {
    list.replaceChildren(...results.map((result) => offer(result, () => choose(id, result.id))));
    list.hidden = !results.length;
  };
  area.addEventListener("input", () => {
    clearTimeout(timer);
    list.hidden = true;
    const asked = new RegExp(`^@${world.bot.username}\\s+(.*)$`, "is").exec(area.value);
    if (asked) timer = setTimeout(() => ask(asked[1]).catch((error) => toast(error.message)), AFTER_MS);
  });
  return list;
}

// The bot may have answered before the query's own id is known here.
const early = new Map();

export function takeOffers({ query_id: id, results }) {
  if (current?.id === id) current.show(results);
  else early.set(id, () => {
    early.delete(id);
    current.show(results);
  });
}

function offer({ title, type, description }, onclick) {
  return el("button", { type: "button", role: "menuitem", onclick }, el("b", {}, title || words.kinds[type] || type), el("span", {}, description));
}
