// While a form is filled in, its page says what saving it would change; the server works it out.
"use strict";
document.querySelectorAll("[data-preview]").forEach((place) => {
  const form = place.closest("form");
  let timer = 0;
  let asked = 0;
  const ask = async () => {
    const mine = ++asked;
    try {
      const answer = await fetch(place.dataset.preview, { method: "POST", body: new FormData(form), redirect: "error" });
      if (!answer.ok || mine !== asked) return;
      place.replaceChildren(document.createRange().createContextualFragment(await answer.text()));
      place.hidden = false;
    } catch { /* the form can be saved without it */ }
  };
  const soon = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, 300);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  if ("dirty" in form.dataset) soon();
});
