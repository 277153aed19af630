// Nothing typed is lost unasked: a form that was changed and not sent holds back links and the closing of the page.
"use strict";
(() => {
  const IGNORED = new Set(["csrf_token", "next", "row_version"]);
  const written = (form) => JSON.stringify([...new FormData(form)]
    .filter(([name]) => !IGNORED.has(name))
    .map(([name, value]) => [name, value instanceof File ? `${value.name}/${value.size}` : value]));
  const guarded = [...document.querySelectorAll("form[data-guard]")];
  if (!guarded.length) return;
  const first = new Map();
  let leaving = false;
  const remember = () => guarded.forEach((form) => first.set(form, "dirty" in form.dataset ? "" : written(form)));
  const changed = () => !leaving && guarded.some((form) => first.has(form) && first.get(form) !== written(form));
  remember();
  window.addEventListener("beforeunload", (event) => {
    if (changed()) event.preventDefault();
  });
  // After a form was sent, or thrown away on purpose, there is nothing to lose.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (!guarded.includes(form) && changed()) {
      const dialog = ask(() => { leaving = true; form.requestSubmit(event.submitter); });
      if (dialog) {
        event.preventDefault();
        delete form.dataset.sent;
      }
      return;
    }
    leaving = true;
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  const ask = (go) => {
    const dialog = document.querySelector("dialog[data-leaving]");
    if (!dialog || typeof dialog.showModal !== "function") return null;
    dialog.querySelector("[data-go]").onclick = () => { dialog.close(); go(); };
    dialog.querySelector("[data-stay]").onclick = () => dialog.close();
    dialog.showModal();
    return dialog;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.target === "_blank" || link.hasAttribute("download") || link.getAttribute("href").startsWith("#")) return;
    if ("discard" in link.dataset) { leaving = true; return; }
    if (!changed()) return;
    if (ask(() => { leaving = true; window.location.assign(link.href); })) event.preventDefault();
  });
})();
