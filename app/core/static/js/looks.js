// Views of a list: the bar is sent as soon as something is chosen in it; groups of a pivot fold.
"use strict";
(() => {
  document.querySelectorAll("form[data-layout] select").forEach((select) => {
    select.addEventListener("change", () => select.form.requestSubmit());
  });
  const depth = (row) => Number(row.className.match(/depth-(\d)/)[1]);
  document.querySelectorAll(".pivot .fold").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-expanded") !== "true";
      button.setAttribute("aria-expanded", String(open));
      const row = button.closest("tr");
      let hiddenBelow = 9;
      for (let next = row.nextElementSibling; next && depth(next) > depth(row); next = next.nextElementSibling) {
        const fold = next.querySelector(".fold");
        next.hidden = !open || depth(next) > hiddenBelow;
        if (depth(next) <= hiddenBelow) hiddenBelow = fold && fold.getAttribute("aria-expanded") === "false" ? depth(next) : 9;
      }
    });
  });
})();
