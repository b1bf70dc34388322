// The board of actions: a card is drawn into a column with the mouse, or with a finger by its corner, or sent there with
// the arrow keys. Each does what the card's own button does; without this file the buttons do. A move that would be told to others waits for a word, so
// that the card can still be put back; one that asks for something opens its page; a refused one springs back and says why.
"use strict";

const board = document.querySelector("[data-board]");
const said = document.querySelector("[data-board-said]");
const columns = board ? [...board.querySelectorAll("[data-state]")] : [];
const words = (name, values = {}) => board.dataset[name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
const codeOf = (card) => card.querySelector(".code").textContent;
const columnOf = (card) => card.closest("[data-state]");
const wayOf = (card, column) => card.querySelector(`[data-to="${column.dataset.state}"]`);
const nameOf = (column) => column.querySelector("h2 .badge").textContent.trim();
let drawn = null; // the card under the mouse
let aimed = null; // where the arrow keys point: the card and the column
let held = null; // the card under a finger, and where the finger is
let waiting = null; // what waits for a word: the card, where it came from, and its button

function say(text, ...acts) {
  const line = document.createElement("span");
  line.textContent = text;
  said.replaceChildren(line, ...acts);
  said.hidden = false;
}

function whyNot(card, column) {
  const reasons = JSON.parse(card.dataset.reasons);
  return reasons[column.dataset.state] ?? words("noway", { from: nameOf(columnOf(card)), to: nameOf(column) });
}

function springBack(card, column, why) {
  card.classList.add("back");
  card.addEventListener("animationend", () => card.classList.remove("back"), { once: true });
  say(words("refused", { code: codeOf(card), to: nameOf(column), why }));
}

function move(card, column) {
  putBack();
  const way = wayOf(card, column);
  if (column === columnOf(card)) return;
  if (!way) springBack(card, column, whyNot(card, column));
  else if (way.matches("a")) way.click();
  else wait(card, column, way);
}

function wait(card, column, way) {
  waiting = { card, column, way, parent: card.parentElement, next: card.nextElementSibling };
  column.querySelector("ul").prepend(card);
  card.classList.add("waiting");
  const yes = button(way.textContent.trim(), "button small primary", keep);
  const no = button(board.dataset.undo, "button small", () => putBack(true));
  say(words("waits", { code: codeOf(card), to: nameOf(column), what: way.dataset.consequence }), yes, no);
  yes.focus();
}

function button(text, kind, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = kind;
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function putBack(aloud = false) {
  if (!waiting) return;
  const { card, parent, next } = waiting;
  parent.insertBefore(card, next);
  card.classList.remove("waiting");
  waiting = null;
  said.hidden = true;
  if (aloud) {
    say(words("back", { code: codeOf(card), to: nameOf(columnOf(card)) }));
    card.querySelector("summary")?.focus();
  }
}

async function keep() {
  const { card, column, way } = waiting;
  const form = way.form;
  const sent = { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } };
  for (const one of said.querySelectorAll("button")) one.disabled = true;
  const answer = await fetch(form.action, sent).catch(() => null);
  if (answer?.ok) {
    window.location.hash = card.id;
    window.location.reload();
    return;
  }
  const told = await answer?.json().catch(() => null);
  putBack();
  springBack(card, column, told?.error ?? board.dataset.lost);
  card.querySelector("summary")?.focus();
}

function aim(card, step) {
  const places = columns.filter((column) => column !== columnOf(card));
  const place = aimed?.card === card ? places.indexOf(aimed.column) + step : step > 0 ? 0 : places.length - 1;
  leave();
  aimed = { card, column: places[(place + places.length) % places.length] };
  const { column } = aimed;
  const way = wayOf(card, column);
  column.classList.add(way ? "open" : "shut");
  column.scrollIntoView({ block: "nearest", inline: "nearest" });
  const told = { code: codeOf(card), to: nameOf(column), n: columns.indexOf(column) + 1, all: columns.length };
  say(way ? words("aim", { ...told, what: way.textContent.trim() }) : words("shut", { ...told, why: whyNot(card, column) }));
}

function leave() {
  for (const column of columns) column.classList.remove("open", "shut", "under");
  aimed = null;
}

board?.addEventListener("dragstart", (event) => {
  drawn = event.target.closest(".board-card");
  if (!drawn) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", codeOf(drawn));
  for (const column of columns) column.classList.toggle("open", Boolean(wayOf(drawn, column)));
});

board?.addEventListener("dragover", (event) => {
  if (drawn && event.target.closest("[data-state]")) event.preventDefault();
});

board?.addEventListener("drop", (event) => {
  const column = event.target.closest("[data-state]");
  if (!drawn || !column) return;
  event.preventDefault();
  move(drawn, column);
});

board?.addEventListener("dragend", () => {
  leave();
  drawn = null;
});

// A finger scrolls the page, so a card follows it by its corner only; near an edge the page goes along.
const hasFingers = window.matchMedia("(any-pointer: coarse)").matches;
for (const grip of board?.querySelectorAll("[data-grip]") ?? []) grip.hidden = !hasFingers;

const under = ({ x, y }) => document.elementFromPoint(x, y)?.closest("[data-state]");

function follow() {
  if (!held) return;
  const edge = window.innerHeight / 8;
  if (held.y < edge) window.scrollBy(0, -8);
  else if (held.y > window.innerHeight - edge) window.scrollBy(0, 8);
  for (const column of columns) column.classList.toggle("under", column === under(held));
  window.requestAnimationFrame(follow);
}

function letGo(event) {
  if (!held) return;
  const { card } = held;
  const column = event.type === "pointerup" ? under(held) : null;
  held = null;
  card.classList.remove("held");
  card.draggable = true;
  leave();
  if (column) move(card, column);
}

board?.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.pointerType === "mouse") return;
  held = { card: grip.closest(".board-card"), x: event.clientX, y: event.clientY };
  held.card.draggable = false; // or the browser would begin to draw it in its own way
  held.card.classList.add("held");
  grip.setPointerCapture(event.pointerId);
  for (const column of columns) column.classList.toggle("open", Boolean(wayOf(held.card, column)));
  follow();
});

board?.addEventListener("pointermove", (event) => {
  if (held) [held.x, held.y] = [event.clientX, event.clientY];
});

board?.addEventListener("pointerup", letGo);
board?.addEventListener("pointercancel", letGo);

board?.addEventListener("keydown", (event) => {
  const card = event.target.closest("summary")?.closest(".board-card");
  if (!card || event.altKey || event.ctrlKey || event.metaKey) return;
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step) aim(card, step);
  else if (event.key === "Enter" && aimed?.card === card) {
    const { column } = aimed;
    leave();
    move(card, column);
  } else if (event.key === "Escape" && aimed) {
    leave();
    say(board.dataset.left);
  } else return;
  event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && waiting) putBack(true);
});

board?.addEventListener("focusout", (event) => {
  if (aimed && event.target.closest("summary")) leave();
});
