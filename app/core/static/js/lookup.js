// Looking things up while typing: fields with suggestions.
"use strict";
(() => {
  const answers = async (address, text) => {
    const url = new URL(address, window.location.href);
    url.searchParams.set("q", text);
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    return answer.ok ? answer.json() : [];
  };
  // Call `take` with the answers to what was typed last, not more often than the typing pauses.
  const whileTyping = (input, address, take) => {
    let timer = 0;
    input.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(async () => {
        const asked = input.value.trim();
        const found = asked ? await answers(address, asked).catch(() => []) : [];
        if (asked === input.value.trim()) take(found);
      }, 150);
    });
  };
  document.querySelectorAll("input[data-suggest]").forEach((input) => {
    whileTyping(input, input.dataset.suggest, (found) => {
      input.list.replaceChildren(...found.map((one) => new Option(one.label, one.value)));
    });
  });
})();
