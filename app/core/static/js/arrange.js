// Arranging the first page: a tile dropped on another takes its place; the new order is sent at once.
"use strict";
(() => {
  const grid = document.querySelector(".board-grid.is-arranging");
  const form = document.getElementById("order");
  if (!grid || !form) return;
  let dragged = null;
  const part = (event) => event.target.closest && event.target.closest(".board-part");
  const unmark = () => grid.querySelectorAll(".target").forEach((one) => one.classList.remove("target"));
  grid.addEventListener("dragstart", (event) => {
    dragged = part(event);
    if (!dragged) return;
    dragged.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.tile);
  });
  grid.addEventListener("dragover", (event) => {
    const over = part(event);
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    unmark();
    over.classList.add("target");
  });
  grid.addEventListener("drop", (event) => {
    const over = part(event);
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const all = [...grid.querySelectorAll(".board-part")];
    if (all.indexOf(dragged) < all.indexOf(over)) over.after(dragged);
    else over.before(dragged);
    form.elements.order.value = [...grid.querySelectorAll(".board-part")].map((one) => one.dataset.tile).join(",");
    form.requestSubmit();
  });
  grid.addEventListener("dragend", () => {
    if (dragged) dragged.classList.remove("dragged");
    dragged = null;
    unmark();
  });
})();
