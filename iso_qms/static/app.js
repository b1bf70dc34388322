// ISO-QMS — small comforts. Every act on every page works without this file.
"use strict";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const body = document.body;

// A form opens at its errors; the page it leads to when there were none need not name them in its address.
if (location.hash === "#errors" && !document.getElementById("errors")) {
  history.replaceState(history.state, "", location.pathname + location.search);
}

// On a phone the common views are one line that slides sideways: the one that is looked at shall be in sight.
all(".chips [aria-current]").forEach((chip) => {
  const line = chip.parentElement;
  line.scrollLeft = chip.offsetLeft - (line.clientWidth - chip.offsetWidth) / 2;
});

// ── Keys. Single keys rest while typing, and a person may switch them off (WCAG 2.1.4). ──

let waitingForRoom = false;

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return sendForm(event.target.form);
  if (event.key === "Enter" && event.target.closest?.("[data-enter-next]")) return goToNextCell(event);
  if (event.altKey && /^Arrow(Up|Down)$/.test(event.key)) return moveByArrow(event);
  if (event.key === "Escape") return closeMenus();
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.documentElement.dataset.keys !== "off") singleKey(event);
});

function singleKey(event) {
  const key = event.key.toLowerCase();
  if (waitingForRoom) {
    waitingForRoom = false;
    const room = { b: body.dataset.desk, t: body.dataset.documents }[key];
    if (room) location.href = room;
  } else if (key === "/") focusSearch(event);
  else if (key === "?") document.getElementById("keys")?.togglePopover?.();
  else if (key === "g") waitingForRoom = true;
  else if (key === "j") goTo(here + 1);
  else if (key === "k") goTo(here - 1);
}

// A number pad has no Tab: Enter leads on through a grid, and sends nothing half typed. Ctrl and Enter send.
function goToNextCell(event) {
  event.preventDefault();
  const cells = all("input", event.target.closest("[data-enter-next]"));
  const next = cells[cells.indexOf(event.target) + 1];
  (next || event.target.form?.querySelector("[data-primary]"))?.focus();
}

function isTyping(target) {
  return target.matches("input:not([type=radio], [type=checkbox]), textarea, select");
}

function focusSearch(event) {
  event.preventDefault();
  document.querySelector("[data-search]")?.focus();
}

function closeMenus() {
  all("details.me[open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

document.addEventListener("click", (event) => {
  all("details.me[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});

// ── Walking through changes, or through the rows of a list. ──

const changes = all("[data-change]");
const stops = changes.length ? changes : all("[data-list] > :is(tr, li)");
let here = -1;

function goTo(index) {
  const stop = stops[index];
  if (!stop) return;
  stops[here]?.classList.remove("here");
  here = index;
  stop.classList.add("here");
  const fold = stop.closest("details");
  if (fold) fold.open = true;
  (stop.matches("[tabindex]") ? stop : stop.querySelector("a, button"))?.focus({ preventScroll: true });
  stop.scrollIntoView({ block: "center" });
  if (changes.length) tellPlace();
}

function tellPlace() {
  const place = document.querySelector(".stepper [data-said]");
  if (place) place.textContent = place.dataset.said.replace("{n}", here + 1).replace("{total}", changes.length);
  all(".changes ol a").forEach((link, n) => {
    if (n === here) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
}

for (const [mark, step] of [["next", 1], ["prev", -1]]) {
  document.querySelector(`[data-${mark}]`)?.addEventListener("click", (event) => {
    event.preventDefault();
    goTo(here + step);
  });
}

// ── Forms: sent once, sent by Ctrl Enter, and not lost by mistake. ──

const unsaved = new Set();

function sendForm(form) {
  form?.requestSubmit(form.querySelector("[data-primary], .button.primary"));
}

document.addEventListener("input", (event) => {
  if (event.target.form?.matches("[data-unsaved]")) unsaved.add(event.target.form);
});

document.addEventListener("submit", (event) => {
  unsaved.delete(event.target);
  // Disabled a moment later, so that the pressed button's own name and value still travel.
  if (!event.target.matches("[data-repeat]") && event.target.method === "post") setTimeout(rest, 0, event.target, true);
});

window.addEventListener("pageshow", () => all("form[aria-busy]").forEach((form) => rest(form, false)));

window.addEventListener("beforeunload", (event) => {
  if (unsaved.size) event.preventDefault();
});

function rest(form, resting) {
  if (resting) form.setAttribute("aria-busy", "true");
  else form.removeAttribute("aria-busy");
  all("button:not([type=button])", form).forEach((button) => { button.disabled = resting; });
}

// ── The next free code follows the kind and the unit that are chosen, until somebody types another one. ──

all("[data-next-code]").forEach((field) => {
  let proposed = field.value;
  field.form.addEventListener("change", async (event) => {
    if (event.target === field || field.value !== proposed) return;
    const chosen = ["kind", "unit", "procedure", "code_field"].map((name) => [name, field.form.elements[name]?.value ?? ""]);
    const answer = await fetch(`${field.dataset.nextCode}?${new URLSearchParams(chosen)}`);
    if (answer.ok && field.value === proposed) field.value = proposed = await answer.text();
  });
});

// ── Repeating rows. The server answers the same buttons when this file does not run. ──

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-rows] button[value]");
  if (!button) return;
  event.preventDefault();
  act(button.closest("[data-rows]"), button.value.split(":")[0], button.closest("li"), button);
});

function act(box, name, row, button) {
  const list = box.querySelector("ol");
  if (name === "add") list.append(box.querySelector("template").content.cloneNode(true));
  else if (name === "remove") row.remove();
  else if (name === "up") row.previousElementSibling?.before(row);
  else if (name === "down") row.nextElementSibling?.after(row);
  renumber(box, list);
  if (box.closest("form[data-unsaved]")) unsaved.add(box.closest("form"));
  const target = name === "add" ? list.lastElementChild.querySelector("input, select, textarea") : button;
  (target?.isConnected ? target : box.querySelector("button[value=add]"))?.focus();
}

function moveByArrow(event) {
  const row = event.target.closest("[data-rows] li");
  if (!row) return;
  event.preventDefault();
  act(row.closest("[data-rows]"), event.key === "ArrowUp" ? "up" : "down", row, event.target);
}

// Twice, by way of a passing name: two rows must never share a number, or their radio buttons would unset each other.
function renumber(box, list) {
  const numbered = new RegExp(`(${box.dataset.rows}-)(?:passing)?\\d+`, "g");
  for (const passing of ["passing", ""]) {
    [...list.children].forEach((row, n) => {
      for (const attribute of ["id", "name", "for", "aria-describedby"]) {
        all(`[${attribute}]`, row).forEach((one) => {
          one.setAttribute(attribute, one.getAttribute(attribute).replace(numbered, `$1${passing}${n}`));
        });
      }
      all(".row-moves button", row).forEach((one) => { one.value = `${one.value.split(":")[0]}:${n}`; });
      all("[data-number]", row).forEach((one) => { one.textContent = n + 1; });
    });
  }
}

// ── The head-count stamps the moment of the tap; the server judges the minutes against the hours of that day. ──

document.addEventListener("change", (event) => {
  const row = event.target.closest("[data-roster] > li");
  if (!row) return;
  const now = new Date();
  const place = row.querySelector("[data-tapped]");
  if (place) place.textContent = now.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
  const moment = row.querySelector("input[data-moment]");
  if (moment) moment.value = now.toISOString();
  all(".tapped", row).forEach((line) => { line.hidden = false; });
  const rows = [...row.parentElement.children];
  const done = rows.filter((one) => one.querySelector("input:checked")).length;
  all("[data-counted]").forEach((count) => { count.textContent = `${done} / ${rows.length}`; });
});

// ── Buttons that mean nothing without scripts appear only with them. ──

all("[data-print], [data-close], [data-reveal]").forEach((button) => { button.hidden = false; });

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-print], [data-close], [data-reveal]");
  if (!button) return;
  if (button.matches("[data-print]")) window.print();
  else if (button.matches("[data-close]")) button.closest(".toast").remove();
  else reveal(button);
});

function reveal(button) {
  const shown = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", shown);
  button.parentElement.querySelector("input").type = shown ? "text" : "password";
}

// Safari forgets that a table is one when its rows become cards; written roles remind it.
const roles = { THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };
all("table.stacks").forEach((table) => {
  table.setAttribute("role", "table");
  all("thead, tbody, tfoot, tr, td, th", table).forEach((one) => {
    one.setAttribute("role", roles[one.tagName] ?? (one.scope === "row" ? "rowheader" : "columnheader"));
  });
});
