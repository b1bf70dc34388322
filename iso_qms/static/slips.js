// Typing slips of a survey. On a narrow screen one slip is shown at a time; what is typed is kept in this tab until the
// answers have arrived, so that a lost network, a reload or a session that ended costs nothing.
"use strict";

const form = document.querySelector("[data-slips]");
const rows = [...form.querySelectorAll("tbody tr")];
const walk = form.querySelector("[data-walk]");
const place = walk.querySelector("[data-place]");
const narrow = window.matchMedia("(max-width: 42rem)");
const drawer = `slips:${form.dataset.slips}`;
const cellsOf = (row) => [...row.querySelectorAll("input")];
const isFilled = (row) => cellsOf(row).some((cell) => cell.value.trim());
// Where the server refused something, the first slip that may be meant is shown.
const isWrong = (row) => {
  const [slip, ...scores] = cellsOf(row).map((cell) => cell.value.trim());
  const isNumbered = slip ? /^[0-9]+$/.test(slip) : !form.dataset.numbered;
  return scores.some(Boolean) && !(isNumbered && scores.every((score) => /^[1-5]?$/.test(score)));
};
let at = 0;

function show() {
  walk.hidden = !narrow.matches;
  rows.forEach((row, n) => { row.hidden = narrow.matches && n !== at; });
  const said = { n: at + 1, all: rows.length, filled: rows.filter(isFilled).length };
  place.textContent = place.dataset.said.replace(/\{(\w+)\}/g, (whole, key) => said[key]);
  walk.querySelector('[data-step="-1"]').disabled = at === 0;
  walk.querySelector('[data-step="1"]').disabled = at === rows.length - 1;
}

function step(by) {
  at = Math.min(Math.max(at + by, 0), rows.length - 1);
  show();
  cellsOf(rows[at])[0].focus();
}

function keep() {
  const typed = rows.flatMap(cellsOf).filter((cell) => cell.value).map((cell) => [cell.name, cell.value]);
  try {
    sessionStorage.setItem(drawer, JSON.stringify({ last: form.dataset.last, typed }));
  } catch {
    // A browser that keeps nothing: the page still warns before what was typed is lost.
  }
}

// What was kept is filled in again unless it has arrived since: then the newest batch of this person is another one.
function fillInAgain() {
  const kept = JSON.parse(sessionStorage.getItem(drawer) ?? "null");
  sessionStorage.removeItem(drawer);
  if (form.dataset.refused) keep(); // the server has handed back what was typed
  if (!kept || form.dataset.refused || kept.last !== form.dataset.last) return;
  for (const [name, value] of kept.typed) {
    const cell = form.elements[name];
    if (cell && !cell.value) cell.value = value;
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
  keep();
}

walk.addEventListener("click", (event) => {
  const by = Number(event.target.closest("[data-step]")?.dataset.step);
  if (by) step(by);
});

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || !narrow.matches) return;
  if (event.target !== cellsOf(rows[at]).at(-1) || at === rows.length - 1) return;
  event.preventDefault();
  event.stopPropagation(); // or the grid would lead into the next row, which is not shown
  step(1);
});

form.addEventListener("input", () => { keep(); show(); });
narrow.addEventListener("change", show);

try {
  fillInAgain();
} catch {
  // Nothing was kept, or nothing that can be read.
}
at = Math.max(rows.findIndex(form.dataset.refused ? isWrong : (row) => !isFilled(row)), 0);
show();
