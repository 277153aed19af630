// Choosing a cell of the sheet without loading the page anew; arrow keys go from cell to cell.
"use strict";
document.querySelectorAll("table[data-editable]").forEach((table) => {
  const form = document.getElementById("bind");
  const cells = [...table.querySelectorAll("a[data-place]")];
  if (!form || !cells.length) return;
  const shown = document.querySelector("[data-chosen]");
  const text = document.querySelector("[data-text]");
  const chosen = () => table.querySelector("a[aria-current]") || cells[0];
  const only = (cell) => cells.forEach((one) => { one.tabIndex = one === cell ? 0 : -1; });
  const choose = (cell) => {
    cells.forEach((one) => one.removeAttribute("aria-current"));
    cell.setAttribute("aria-current", "true");
    only(cell);
    form.elements.cell.value = shown.textContent = cell.dataset.place;
    const words = cell.dataset.field ? "" : cell.textContent.trim();
    text.textContent = words;
    form.elements.field.value = cell.dataset.field || "";
    const label = /[:：]\s*$/.test(words) ? words : "";
    form.elements.before.value = cell.dataset.field ? cell.dataset.before : label;
    form.elements.after.value = cell.dataset.after || "";
    history.replaceState(null, "", cell.href);
  };
  const beside = (cell, across, down) => {
    const here = cell.getBoundingClientRect();
    const x = across > 0 ? here.right + 4 : across < 0 ? here.left - 4 : here.left + Math.min(8, here.width / 2);
    const y = down > 0 ? here.bottom + 4 : down < 0 ? here.top - 4 : here.top + Math.min(8, here.height / 2);
    return cells.find((one) => {
      const there = one.parentElement.getBoundingClientRect();
      return there.left <= x && x < there.right && there.top <= y && y < there.bottom;
    });
  };
  const keys = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("a[data-place]");
    if (!cell || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(cell);
  });
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("a[data-place]");
    if (!cell) return;
    if (keys[event.key]) {
      const next = beside(cell.parentElement, ...keys[event.key]);
      if (next) { event.preventDefault(); only(next); next.focus(); choose(next); }
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(cell);
      form.elements.field.focus();
    }
  });
  only(chosen());
  const current = table.querySelector("a[aria-current]");
  if (current) current.scrollIntoView({ block: "nearest", inline: "nearest" });
});
