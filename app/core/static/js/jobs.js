// A job's progress: ask for its state until it has ended.
"use strict";
document.querySelectorAll("[data-job]").forEach((place) => {
  const ended = () => {
    const state = place.querySelector("[data-state]");
    return !state || ["done", "failed"].includes(state.dataset.state);
  };
  const ask = async () => {
    try {
      const answer = await fetch(place.dataset.job, { headers: { "X-Requested-With": "fetch" } });
      if (answer.status === 200) place.replaceChildren(document.createRange().createContextualFragment(await answer.text()));
    } catch { /* the connection comes back or the page is loaded again */ }
    wait = Math.min(wait * 2, 1000);
    if (!ended()) window.setTimeout(ask, wait);
  };
  let wait = 250;
  if (!ended()) window.setTimeout(ask, wait);
});
