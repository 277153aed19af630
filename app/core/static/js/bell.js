// The bell's menu is fetched when it is opened, so that no page waits for it.
"use strict";
document.querySelectorAll("details[data-fill]").forEach((menu) => {
  menu.addEventListener("toggle", async () => {
    if (!menu.open) return;
    try {
      const answer = await fetch(menu.dataset.fill, { headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok || answer.redirected) return;
      const found = document.createRange().createContextualFragment(await answer.text());
      if (found.querySelector("[data-bell]")) menu.querySelector(".menu-body").replaceChildren(found);
    } catch { /* the links of the menu still lead there */ }
  });
});
