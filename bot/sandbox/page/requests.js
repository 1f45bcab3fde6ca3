// The bot's calls beside the chats: method, chat, status and time, and the parameters of each.

import { button, el } from "./dom.js";
import { exactTime, words } from "./words.js";
import { latestRequests, world } from "./world.js";

const MOST_SHOWN = 200;
const EVERY_MS = 1000;
const panel = document.getElementById("requests");
let withPolling = false;
let timer = 0;

export function toggleRequests() {
  panel.hidden = !panel.hidden;
  document.body.classList.toggle("with-requests", !panel.hidden);
  clearInterval(timer);
  if (panel.hidden) return;
  timer = setInterval(fill, EVERY_MS);
  redrawRequests();
}

export function redrawRequests() {
  if (panel.hidden) return;
  const choose = (event) => {
    withPolling = event.target.checked;
    fill();
  };
  panel.setAttribute("aria-label", words.requestsOf);
  panel.replaceChildren(
    el("header", {}, el("h2", {}, words.requestsOf), button(words.close, toggleRequests, { image: "close", kind: "close" })),
    el("label", { class: "check" }, el("input", { type: "checkbox", checked: withPolling, onchange: choose }), words.withPolling),
    el("ol", {}),
  );
  fill();
}

/** Rows that are there already stay: one may be reading them. */
async function fill() {
  const list = panel.querySelector("ol");
  const found = (await latestRequests(MOST_SHOWN)).filter((request) => withPolling || request.method.toLowerCase() !== "getupdates");
  const old = new Map([...list.children].map((row) => [row.dataset.key, row]));
  const rows = found.reverse().map((request) => old.get(keyOf(request)) ?? rowOf(request));
  if (!rows.length) rows.push(el("li", { class: "none" }, words.noRequests));
  if (rows.some((row, at) => row !== list.children[at]) || rows.length !== list.children.length) list.replaceChildren(...rows);
}

function keyOf({ number, status, description }) {
  return `${world.run}-${number}-${status}-${description}`;
}

function rowOf(request) {
  const { method, chat_id: chat, status, description, at, params } = request;
  const kind = status === 200 ? "ok" : status ? "refused" : "open";
  return el(
    "li",
    { class: kind, "data-key": keyOf(request) },
    el(
      "details",
      {},
      el(
        "summary",
        {},
        el("time", { datetime: new Date(at * 1000).toISOString() }, exactTime(at)),
        el("b", {}, method),
        el("span", { class: "status" }, status ? String(status) : words.unanswered),
        el("span", { class: "chat-name" }, chat == null ? "" : nameOf(chat)),
        description && el("span", { class: "why" }, description),
      ),
      el("pre", {}, JSON.stringify(params, null, 1)),
    ),
  );
}

function nameOf(chat) {
  return world.people.get(chat)?.first_name ?? world.channels.get(chat)?.title ?? String(chat);
}
