// Choosing rows of a list: the bar of actions stands there while rows are chosen and counts them.
"use strict";
document.querySelectorAll("form.selection").forEach((form) => {
  const rows = [...form.querySelectorAll("tbody .tick input")];
  const page = form.querySelector("input[data-all]");
  const all = form.querySelector("input[name=all]");
  const count = form.querySelector(".selection-count");
  const show = () => {
    const chosen = rows.filter((row) => row.checked).length;
    rows.forEach((row) => row.closest("tr").classList.toggle("chosen", row.checked));
    if (page) {
      page.checked = chosen === rows.length && chosen > 0;
      page.indeterminate = chosen > 0 && chosen < rows.length;
    }
    if (all && chosen < rows.length) all.checked = false;
    const number = all && all.checked ? all.parentElement.textContent.replace(/\D/g, "") : String(chosen);
    count.textContent = form.dataset.selected.replace("%(count)s", number);
    form.classList.toggle("has-chosen", chosen > 0);
  };
  form.addEventListener("change", (event) => {
    if (event.target === page || (event.target === all && all.checked)) {
      rows.forEach((row) => { row.checked = event.target.checked; });
    }
    show();
  });
  window.addEventListener("pageshow", show);
  show();
});
