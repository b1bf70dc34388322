// The board of actions: drawing a card into a column presses the button that leads there. Without it the buttons do.
"use strict";

const board = document.querySelector("[data-board]");
let drawn = null;

const ways = (card, column) => card?.querySelector(`[data-to="${column.dataset.state}"]`);

board?.addEventListener("dragstart", (event) => {
  drawn = event.target.closest(".board-card");
  if (!drawn) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", drawn.querySelector(".code").textContent);
  for (const column of board.querySelectorAll("[data-state]")) column.classList.toggle("open", Boolean(ways(drawn, column)));
});

board?.addEventListener("dragover", (event) => {
  const column = event.target.closest("[data-state]");
  if (column && ways(drawn, column)) event.preventDefault();
});

board?.addEventListener("drop", (event) => {
  const column = event.target.closest("[data-state]");
  const way = column && ways(drawn, column);
  if (!way) return;
  event.preventDefault();
  way.click();
});

board?.addEventListener("dragend", () => {
  for (const column of board.querySelectorAll(".open")) column.classList.remove("open");
  drawn = null;
});
