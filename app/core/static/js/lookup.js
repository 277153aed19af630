// Looking things up while typing: the search box of the frame (Ctrl+K) and fields with suggestions.
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

  const find = document.getElementById("find");
  if (!find) return;
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      find.focus();
      find.select();
    }
  });
  if (!find.dataset.find) return;
  const box = document.createElement("div");
  box.className = "found";
  box.id = "found";
  box.hidden = true;
  find.form.append(box);
  const links = () => [...box.querySelectorAll("a")];
  const show = (found) => {
    box.replaceChildren(...found.map((one) => {
      const link = document.createElement("a");
      link.href = one.url;
      const label = document.createElement("b");
      label.textContent = one.label;
      const note = document.createElement("small");
      note.textContent = one.note || "";
      link.append(label, note);
      return link;
    }));
    box.hidden = found.length === 0;
  };
  whileTyping(find, find.dataset.find, show);
  find.form.addEventListener("keydown", (event) => {
    const stops = [find, ...links()];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !box.hidden) {
      event.preventDefault();
      stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length].focus();
    }
    if (event.key === "Escape") {
      show([]);
      find.focus();
    }
  });
  document.addEventListener("click", (event) => { if (!find.form.contains(event.target)) box.hidden = true; });
})();
