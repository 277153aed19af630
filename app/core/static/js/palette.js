// The command palette in the search box (Ctrl+K or /): people, pages, actions, what was opened, language and theme.
"use strict";
(() => {
  const RECENT = "ziqiang.recent";
  const MOST = 8;
  const find = document.getElementById("find");
  if (!find) {
    sessionStorage.removeItem(RECENT); // nobody is logged in: what was opened is forgotten
    return;
  }
  const recent = () => {
    try {
      return JSON.parse(sessionStorage.getItem(RECENT)) || [];
    } catch {
      return [];
    }
  };
  const here = window.location.pathname + window.location.search;
  if (document.querySelector("main.record, main.explanation, main.list, main.tree")) {
    const opened = { label: document.title.split(" · ")[0], note: "", url: here };
    const others = recent().filter((one) => one.label !== opened.label && one.url !== here);
    sessionStorage.setItem(RECENT, JSON.stringify([opened, ...others].slice(0, MOST + 1)));
  }

  const elsewhere = (target) => !(target instanceof Element && target.closest("input, textarea, select, [contenteditable]"));
  document.addEventListener("keydown", (event) => {
    const control = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && elsewhere(event.target);
    if (!control && !slash) return;
    event.preventDefault();
    find.focus();
    find.select();
  });
  if (!find.dataset.find) return;

  const box = document.createElement("div");
  box.className = "found";
  box.hidden = true;
  const list = document.createElement("div");
  list.id = "found";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", find.dataset.list);
  const none = document.createElement("p");
  none.className = "found-none";
  none.setAttribute("role", "status");
  const keys = document.createElement("p");
  keys.className = "found-keys";
  keys.textContent = find.dataset.keys;
  box.append(list, none, keys);
  find.form.append(box);
  const told = { role: "combobox", "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": "found" };
  Object.entries({ ...told, "aria-expanded": "false" }).forEach(([name, value]) => find.setAttribute(name, value));

  // Language and theme are the buttons of the account menu: choosing one presses it.
  const settings = () => [...document.querySelectorAll(".account .switch button[aria-pressed='false']")].map((button) => ({
    label: `${button.form.querySelector("legend").textContent}: ${button.textContent.trim()}`,
    note: "",
    words: `${button.name} ${button.value}`,
    press: button,
  }));
  const fits = (one, typed) => `${one.label} ${one.words || ""}`.toLowerCase().includes(typed.toLowerCase());

  let active = -1;
  const options = () => [...list.querySelectorAll("[role=option]")];
  const choose = (place) => {
    const all = options();
    active = all.length && place !== null ? (place + all.length) % all.length : -1;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    if (active < 0) find.removeAttribute("aria-activedescendant");
    else {
      find.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    }
  };
  const drawn = (one, number) => {
    const option = document.createElement(one.press ? "div" : "a");
    option.id = `found-${number}`;
    option.setAttribute("role", "option");
    option.tabIndex = -1;
    if (one.press) option.addEventListener("click", () => one.press.click());
    else option.href = one.url;
    const label = document.createElement("b");
    label.textContent = one.label;
    const note = document.createElement("small");
    note.textContent = one.note || "";
    option.append(label, note);
    return option;
  };
  const show = (found) => {
    const groups = new Map();
    found.forEach((one) => groups.set(one.group, [...(groups.get(one.group) || []), one]));
    let number = 0;
    list.replaceChildren(...[...groups].map(([name, ones], at) => {
      const group = document.createElement("div");
      group.setAttribute("role", "group");
      group.setAttribute("aria-labelledby", `found-group-${at}`);
      const heading = document.createElement("p");
      heading.id = `found-group-${at}`;
      heading.textContent = name;
      group.append(heading, ...ones.map((one) => drawn(one, number++)));
      return group;
    }));
    list.hidden = found.length === 0;
    none.textContent = found.length ? "" : find.dataset.none;
    box.hidden = false;
    find.setAttribute("aria-expanded", "true");
    choose(find.value.trim() ? 0 : null);
  };
  const close = () => {
    box.hidden = true;
    find.setAttribute("aria-expanded", "false");
    find.removeAttribute("aria-activedescendant");
    active = -1;
  };

  const answers = new Map();
  const asked = async (typed) => {
    if (!answers.has(typed)) {
      const url = new URL(find.dataset.find, window.location.href);
      url.searchParams.set("q", typed);
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (!answer.ok) return [];
      answers.set(typed, await answer.json());
    }
    return answers.get(typed);
  };
  const look = async () => {
    const typed = find.value.trim();
    const found = await asked(typed).catch(() => []);
    if (typed !== find.value.trim() || document.activeElement !== find) return;
    const opened = recent().filter((one) => one.url !== here && (!typed || fits(one, typed))).slice(0, MOST);
    const chosen = typed ? settings().filter((one) => fits(one, typed)) : [];
    const named = (ones, group) => ones.map((one) => ({ ...one, group }));
    const records = typed ? found : [];
    const rest = typed ? [] : found;
    show([
      ...records,
      ...named(opened.filter((one) => !found.some((other) => other.url === one.url)), find.dataset.recent),
      ...rest,
      ...named(chosen, find.dataset.settings),
    ]);
    waiting = false;
    if (entered) open();
  };
  // Enter pressed faster than the answer comes opens what the answer brings, never what stood there before.
  let waiting = false;
  let entered = false;
  const open = () => {
    entered = false;
    const option = options()[active];
    if (option) option.click();
    else if (find.value.trim()) find.form.submit();
  };
  let timer = 0;
  find.addEventListener("input", () => {
    waiting = true;
    entered = false;
    choose(null);
    window.clearTimeout(timer);
    timer = window.setTimeout(look, 120);
  });
  find.addEventListener("focus", look);
  find.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !box.hidden) {
      event.preventDefault();
      choose(active < 0 && step < 0 ? options().length - 1 : active + step);
    }
    if (event.key === "Enter") {
      event.preventDefault();
      entered = true;
      if (!waiting) open();
    }
    if (event.key === "Escape") {
      event.stopPropagation();
      if (box.hidden || !find.value) find.blur();
      find.value = "";
      close();
    }
    if (event.key === "Tab") close();
  });
  document.addEventListener("click", (event) => { if (!find.form.contains(event.target)) close(); });
})();
