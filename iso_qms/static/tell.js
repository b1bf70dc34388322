// What a citizen sent over a network that was lost in between stands in the form again, until its page was reached.
"use strict";

const form = document.querySelector("[data-kept-as]");
const arrived = document.querySelector("[data-arrived]");

// A browser that keeps nothing only loses this comfort.
function drawer(act) {
  try {
    return act(sessionStorage);
  } catch {
    return null;
  }
}

function boxes() {
  return [...form.elements].filter((one) => one.name && one.name !== "csrf_token" && one.name !== "website");
}

// The mark of the sheet is kept with the words: sent again, they are known for the same.
function keep() {
  const said = boxes().map((one) => [one.name, one.type === "checkbox" ? one.checked : one.value]);
  drawer((store) => store.setItem(form.dataset.keptAs, JSON.stringify(Object.fromEntries(said))));
}

function fillInAgain() {
  const said = JSON.parse(drawer((store) => store.getItem(form.dataset.keptAs)) ?? "null");
  if (!said || form.dataset.refused) return;
  for (const one of boxes()) {
    if (one.type === "checkbox") one.checked = said[one.name] ?? false;
    else one.value = said[one.name] ?? one.value;
  }
  form.querySelector("[data-again]").hidden = false;
}

if (arrived) drawer((store) => store.removeItem(arrived.dataset.arrived));
if (form) {
  fillInAgain();
  form.addEventListener("submit", keep);
}
