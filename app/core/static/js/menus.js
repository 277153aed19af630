// Menus and small forms are <details>: close them by Escape or a click elsewhere, one open at a time.
"use strict";
(() => {
  const POPS = "details.menu[open], details.pop[open]";
  const close = (details, focus) => {
    details.open = false;
    if (focus) details.querySelector("summary").focus();
  };
  document.addEventListener("click", (event) => {
    document.querySelectorAll(POPS).forEach((details) => {
      if (!details.contains(event.target)) close(details, false);
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll(POPS).forEach((details) => close(details, details.contains(document.activeElement)));
  });
  document.querySelectorAll("details.pop").forEach((details) => {
    details.addEventListener("toggle", () => {
      const first = details.open && details.querySelector(".pop-body input:not([type=hidden]), .pop-body textarea, .pop-body select");
      if (first) first.focus();
    });
  });
  // The entry or tab one is at may lie beyond the edge of a small screen.
  document.querySelectorAll(".modules [aria-current], .tabs [aria-current]").forEach((entry) => {
    entry.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  // A date that stands for the whole page is sent as soon as it is chosen.
  document.querySelectorAll("[data-submit]").forEach((input) => {
    input.addEventListener("change", () => input.value && input.form.requestSubmit());
  });
  // A form is sent once, however fast it is pressed; after a download the page stays and may send again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("method") !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    window.setTimeout(() => delete form.dataset.sent, 3000);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });
})();
