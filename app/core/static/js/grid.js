// A grid of cells as in Excel: arrow keys, typing, paste of a block with preview, copy, fill down, undo; one save of all.
"use strict";
document.querySelectorAll("form[data-grid]").forEach((form) => {
  const texts = form.dataset;
  const table = form.querySelector("[role=grid]");
  const message = form.querySelector(".grid-message");
  const dialog = form.querySelector("dialog.grid-paste");
  const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("[role=gridcell]")]);
  if (!rows.length) return;
  const heads = [...table.tHead.rows[0].cells].slice(1);
  const [done, undone] = [[], []];
  let [anchor, at, pressed] = [[0, 0], [0, 0], [0, 0]];
  let [opened, saving] = [false, false];

  // The one input waits unseen in the current cell: so typing, pasting and Chinese input methods all arrive somewhere.
  const editor = document.createElement("input");
  editor.autocomplete = "off";
  editor.className = "grid-editor waiting";

  const cell = ([row, column]) => rows[row][column];
  const value = (place) => place.dataset.value;
  const fixed = (place) => place.hasAttribute("aria-readonly");
  const clamp = ([row, column]) => [
    Math.max(0, Math.min(rows.length - 1, row)), Math.max(0, Math.min(rows[0].length - 1, column)),
  ];
  const said = (text, values) => text.replace(/%\((\w+)\)s/g, (_whole, name) => values[name]);
  const block = () => ({
    top: Math.min(anchor[0], at[0]), bottom: Math.max(anchor[0], at[0]),
    left: Math.min(anchor[1], at[1]), right: Math.max(anchor[1], at[1]),
  });
  const changed = () => rows.flat().filter((place) => value(place) !== place.dataset.original);

  // What is wrong with a text in a column, as far as the page can tell; the server has the last word.
  const wrong = (column, text) => {
    const head = heads[column].dataset;
    if (!text) return "";
    if (head.choices && !head.choices.split("\n").includes(text)) return texts.notChoice;
    if (head.kind === "number" && !/^[-+]?[\d,]*\.?\d*$/.test(text.trim())) return texts.notNumber;
    return "";
  };
  const mark = (place, fault) => {
    if (!fault) { place.removeAttribute("aria-invalid"); place.removeAttribute("title"); }
    else { place.setAttribute("aria-invalid", "true"); place.title = fault; }
  };
  const put = (place, text) => {
    place.dataset.value = text;
    place.firstElementChild.textContent = text;
    place.classList.toggle("changed", text !== place.dataset.original);
    mark(place, text === place.dataset.original ? place.dataset.fault || "" : wrong(place.cellIndex - 1, text));
  };
  const count = () => {
    const cells = changed().length;
    form.querySelector("[data-count]").textContent = cells ? said(texts.changed, { count: cells }) : "";
    form.querySelector("[data-save]").disabled = !cells || saving;
    form.querySelector("[data-do=undo]").disabled = !done.length;
    form.querySelector("[data-do=redo]").disabled = !undone.length;
  };
  const write = (changes) => {
    const step = changes.filter(([place, text]) => !fixed(place) && value(place) !== text)
      .map(([place, text]) => [place, value(place), text]);
    if (!step.length) return;
    step.forEach(([place, , text]) => put(place, text));
    done.push(step);
    undone.length = 0;
    count();
  };
  const turn = (from, to, which) => {
    const step = from.pop();
    if (!step) return;
    step.forEach((one) => put(one[0], one[which]));
    to.push(step);
    count();
    move(placeOf(step[0][0]));
  };
  const placeOf = (place) => [place.parentElement.sectionRowIndex, place.cellIndex - 1];

  const paint = () => {
    const { top, bottom, left, right } = block();
    rows.forEach((row, r) => row.forEach((place, c) => {
      const chosen = r >= top && r <= bottom && c >= left && c <= right;
      if (chosen !== (place.getAttribute("aria-selected") === "true")) place.setAttribute("aria-selected", String(chosen));
    }));
  };
  const settle = () => {
    const place = cell(at);
    const head = heads[at[1]];
    place.append(editor);
    editor.readOnly = fixed(place);
    editor.inputMode = head.dataset.kind === "number" ? "decimal" : "text";
    editor.setAttribute("aria-label", `${head.textContent} ${place.parentElement.cells[0].textContent} ${value(place)}`);
    if (head.dataset.list) editor.setAttribute("list", head.dataset.list); else editor.removeAttribute("list");
    paint();
    message.textContent = place.title || texts.hint;
    message.classList.toggle("text-danger", Boolean(place.title));
  };
  const move = (to, extend) => {
    close(true);
    at = clamp(to);
    if (!extend) anchor = at;
    settle();
    editor.focus({ preventScroll: true });
    cell(at).scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  // The next cell for Tab: at the end of a row the next row begins; none beyond the last.
  const beside = (step) => {
    const place = at[0] * rows[0].length + at[1] + step;
    return place < 0 || place >= rows.length * rows[0].length
      ? null : [Math.floor(place / rows[0].length), place % rows[0].length];
  };

  const open = (text) => {
    if (fixed(cell(at)) || opened) return;
    opened = true;
    editor.classList.remove("waiting");
    if (text !== undefined) editor.value = text;
  };
  const close = (keep) => {
    if (!opened) return;
    opened = false;
    const text = editor.value.trim();
    editor.classList.add("waiting");
    editor.value = "";
    if (keep) write([[cell(at), text]]);
  };
  editor.addEventListener("input", () => open());
  editor.addEventListener("blur", () => close(true));

  const parse = (text) => {
    const found = [[]];
    let word = "";
    let quoted = false;
    text = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    const signs = [...text];
    for (const [i, sign] of signs.entries()) {
      if (quoted) {
        if (sign !== '"') word += sign;
        else quoted = false;
      } else if (sign === '"' && signs[i - 1] === '"' && word) { word += '"'; quoted = true; }
      else if (sign === '"' && word === "") quoted = true;
      else if (sign === "\t") { found.at(-1).push(word); word = ""; }
      else if (sign === "\n") { found.at(-1).push(word); word = ""; found.push([]); }
      else word += sign;
    }
    found.at(-1).push(word);
    return found.map((row) => row.map((one) => one.replace(/\s+/g, " ").trim()));
  };
  const pasted = (text) => {
    const lines = parse(text);
    if (!text) return;
    const { top, left, bottom, right } = block();
    const one = lines.length === 1 && lines[0].length === 1;
    const changes = [];
    let beyond = 0;
    if (one) {
      for (let r = top; r <= bottom; r += 1) for (let c = left; c <= right; c += 1) changes.push([rows[r][c], lines[0][0]]);
    } else lines.forEach((line, r) => line.forEach((word, c) => {
      const place = rows[top + r] && rows[top + r][left + c];
      if (place && !fixed(place)) changes.push([place, word]); else beyond += 1;
    }));
    if (one && changes.length === 1) { write(changes); move(at); } else preview(changes, beyond, top, left);
  };
  const preview = (changes, beyond, top, left) => {
    const real = changes.filter(([place, text]) => value(place) !== text);
    const bad = real.filter(([place, text]) => wrong(place.cellIndex - 1, text));
    const parts = [said(texts.pasteCount, { count: real.length })];
    if (bad.length) parts.push(said(texts.pasteBad, { count: bad.length }));
    if (beyond) parts.push(said(texts.pasteBeyond, { count: beyond }));
    dialog.querySelector("[data-summary]").textContent = parts.join(" ");
    const body = dialog.querySelector("tbody");
    body.replaceChildren(...real.slice(0, 200).map(([place, text]) => {
      const line = document.createElement("tr");
      const fault = wrong(place.cellIndex - 1, text);
      [place.parentElement.cells[0].textContent, heads[place.cellIndex - 1].textContent, value(place), text].forEach((word, i) => {
        const part = line.insertCell();
        part.textContent = word;
        if (i === 3 && fault) { part.className = "bad"; part.title = fault; }
      });
      return line;
    }));
    dialog.querySelector("[data-take]").onclick = () => { dialog.close(); write(changes); anchor = [top, left]; move(at); };
    dialog.onclose = () => editor.focus();
    dialog.showModal();
  };
  const copied = () => {
    const { top, bottom, left, right } = block();
    const quoted = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    return rows.slice(top, bottom + 1).map((row) => row.slice(left, right + 1).map((one) => quoted(value(one))).join("\t")).join("\n");
  };
  const chosen = (act) => {
    const { top, bottom, left, right } = block();
    for (let r = top; r <= bottom; r += 1) for (let c = left; c <= right; c += 1) act(rows[r][c], r, c);
  };
  const fill = () => {
    const { top, bottom } = block();
    const from = top === bottom ? top - 1 : top;
    if (from < 0) return;
    const changes = [];
    chosen((place, r, c) => { if (r !== from) changes.push([place, value(rows[from][c])]); });
    write(changes);
  };
  const clear = () => { const changes = []; chosen((place) => changes.push([place, ""])); write(changes); };
  const DOES = { undo: () => turn(done, undone, 1), redo: () => turn(undone, done, 2), fill };

  table.addEventListener("keydown", (event) => {
    const control = event.ctrlKey || event.metaKey;
    const key = event.key;
    if (event.isComposing || key === "Process") return;
    if (opened) {
      if (!["Enter", "Tab", "Escape"].includes(key)) return;
      close(key !== "Escape");
      if (key === "Escape") { event.preventDefault(); return; }
    }
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key];
    const next = key === "Tab" ? beside(event.shiftKey ? -1 : 1) : null;
    if (step && control) move([step[0] ? (step[0] < 0 ? 0 : rows.length) : at[0], step[1] ? (step[1] < 0 ? 0 : 1e6) : at[1]], event.shiftKey);
    else if (step) move([at[0] + step[0], at[1] + step[1]], event.shiftKey);
    else if (key === "Enter") move([at[0] + (event.shiftKey ? -1 : 1), at[1]]);
    else if (next) move(next);
    else if (key === "Home") move([control ? 0 : at[0], 0], event.shiftKey);
    else if (key === "End") move([control ? rows.length : at[0], 1e6], event.shiftKey);
    else if (key === "F2") open(value(cell(at)));
    else if (key === "Delete" || key === "Backspace") clear();
    else if (control && key.toLowerCase() === "z") DOES[event.shiftKey ? "redo" : "undo"]();
    else if (control && key.toLowerCase() === "y") DOES.redo();
    else if (control && key.toLowerCase() === "d") fill();
    else if (control && key.toLowerCase() === "a") { anchor = [0, 0]; move([rows.length, 1e6], true); }
    else return;
    event.preventDefault();
  });
  table.addEventListener("mousedown", (event) => {
    const place = event.target.closest("[role=gridcell]");
    if (!place || (event.target === editor && opened)) return;
    event.preventDefault();
    pressed = [event.clientX, event.clientY];
    move(placeOf(place), event.shiftKey);
  });
  table.addEventListener("mouseover", (event) => {
    const place = event.target.closest("[role=gridcell]");
    const far = Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) > 8;
    if (place && event.buttons === 1 && far && !opened) move(placeOf(place), true);
  });
  table.addEventListener("dblclick", () => open(value(cell(at))));
  table.addEventListener("paste", (event) => {
    if (opened) return;
    event.preventDefault();
    pasted(event.clipboardData.getData("text/plain"));
  });
  ["copy", "cut"].forEach((kind) => table.addEventListener(kind, (event) => {
    if (opened) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", copied());
    if (kind === "cut") clear();
  }));
  form.querySelectorAll("[data-do]").forEach((button) => button.addEventListener("click", () => DOES[button.dataset.do]()));
  dialog.querySelector("[data-leave]").addEventListener("click", () => dialog.close());

  // All changed cells go in one request; the answer is where to go, or every cell that is wrong. Nothing is half saved.
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    close(true);
    const cells = changed().map((place) => ({
      row: place.parentElement.dataset.row, column: heads[place.cellIndex - 1].dataset.name,
      value: value(place), version: place.dataset.version || "",
    }));
    if (!cells.length || saving) return;
    saving = true;
    count();
    form.querySelector("[name=cells]").value = JSON.stringify(cells);
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "fetch" } });
      const told = await answer.json();
      if (told.url) { done.length = 0; form.dataset.left = "yes"; window.location.assign(told.url); return; }
      show(told.errors || [], told.message);
    } catch { message.textContent = texts.notSaved; message.classList.add("text-danger"); }
    saving = false;
    delete form.dataset.sent;
    count();
  });
  const show = (errors, told) => {
    let first = null;
    errors.forEach((error) => {
      const row = table.querySelector(`tr[data-row="${CSS.escape(error.row)}"]`);
      const column = heads.findIndex((head) => head.dataset.name === error.column);
      const place = row && rows[row.sectionRowIndex][Math.max(0, column)];
      if (place) { mark(place, error.message); first = first || place; }
    });
    if (first) move(placeOf(first));
    message.textContent = told || [said(texts.bad, { count: errors.length }), first ? first.title : ""].join(" ");
    message.classList.add("text-danger");
  };
  window.addEventListener("beforeunload", (event) => { if (changed().length && !form.dataset.left) event.preventDefault(); });
  rows.flat().forEach((place) => { if (place.dataset.fault) mark(place, place.dataset.fault); });
  const first = rows.flat().find((place) => place.dataset.fault);
  at = anchor = first ? placeOf(first) : [0, 0];
  settle();
  count();
  form.classList.add("ready");
});
