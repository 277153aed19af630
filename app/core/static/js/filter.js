// The filter builder: conditions on fields, joined by and / or, one level of groups; sent as compact JSON in the address.
"use strict";
document.querySelectorAll("details.filter form[data-described]").forEach((form) => {
  const { fields, operators, tree, texts } = JSON.parse(form.dataset.described);
  const kindOf = (name) => (fields.find((one) => one.name === name) || fields[0]).kind;
  const fitting = (name) => operators.filter((one) => one.kinds.includes(kindOf(name)));
  const operatorOf = (part) => fitting(part.name).find((one) => one.name === part.operator) || fitting(part.name)[0];
  const known = new Map();

  const make = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => {
      if (name in made && typeof value !== "string") made[name] = value;
      else made.setAttribute(name, value);
    });
    made.append(...children);
    return made;
  };
  const icon = (name) => {
    const drawn = document.querySelector(".search > .icon").cloneNode(true);
    const use = drawn.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${name}`));
    return drawn;
  };
  const button = (label, name, act, bare = false) => {
    const made = make("button", { type: "button", class: bare ? "btn btn-sm btn-icon" : "btn btn-sm" }, icon(name));
    if (bare) made.setAttribute("aria-label", label);
    else made.append(label);
    made.addEventListener("click", (event) => { event.stopPropagation(); act(); });
    return made;
  };

  const read = (part) => (["and", "or"].includes(part[0]) && part.slice(1).every(Array.isArray)
    ? { joined: part[0], parts: part.slice(1).map(read) }
    : { name: part[0], operator: part[1], values: part.slice(2) });
  const written = (part) => {
    if (part.parts) {
      const parts = part.parts.map(written).filter(Boolean);
      return parts.length ? [part.joined, ...parts] : null;
    }
    const operator = operatorOf(part);
    const values = part.values.map((value) => value.trim()).filter(Boolean);
    if (operator.takes === null ? !values.length : values.length < operator.takes) return null;
    return [part.name, operator.name, ...(operator.takes === null ? values : values.slice(0, operator.takes))];
  };
  const fresh = () => ({ name: fields[0].name, operator: fitting(fields[0].name)[0].name, values: [] });
  const root = read(tree);
  if (!root.parts.length) root.parts.push(fresh());

  const choicesOf = (name) => {
    if (!known.has(name)) {
      const url = `${form.dataset.choices}?of=${encodeURIComponent(name)}`;
      known.set(name, fetch(url, { headers: { Accept: "application/json" } }).then((answer) => (answer.ok ? answer.json() : [])));
    }
    return known.get(name);
  };
  const select = (label, options, chosen, change) => {
    const made = make("select", { class: "form-select", "aria-label": label });
    options.forEach((one) => made.append(new Option(one.label, one.name, false, one.name === chosen)));
    made.addEventListener("change", () => change(made.value));
    return made;
  };
  const input = (part, place, type, label) => {
    const made = make("input", { class: "form-control", type, "aria-label": label });
    if (type === "number") made.step = "any";
    made.value = part.values[place] || "";
    made.addEventListener("input", () => { part.values[place] = made.value; });
    return made;
  };
  const oneChoice = (part) => {
    const made = make("select", { class: "form-select", "aria-label": texts.value }, new Option(texts.choose, ""));
    choicesOf(part.name).then((choices) => {
      choices.forEach((one) => made.append(new Option(one.label, one.value, false, one.value === part.values[0])));
    });
    made.addEventListener("change", () => { part.values = [made.value]; });
    return made;
  };
  const manyChoices = (part) => {
    const made = make("div", { class: "choices", role: "group", "aria-label": texts.value, tabindex: "-1" });
    choicesOf(part.name).then((choices) => choices.forEach((one) => {
      const tick = make("input", { class: "form-check-input", type: "checkbox", checked: part.values.includes(one.value) });
      tick.addEventListener("change", () => {
        part.values = part.values.filter((value) => value !== one.value).concat(tick.checked ? [one.value] : []);
      });
      made.append(make("label", { class: "form-check" }, tick, one.label));
    }));
    return made;
  };
  const lines = (part) => {
    const made = make("textarea", { class: "form-control", rows: "3", "aria-label": texts.value, placeholder: texts.lines });
    made.value = part.values.join("\n");
    made.addEventListener("input", () => { part.values = made.value.split("\n"); });
    return made;
  };
  const valuesOf = (part) => {
    const operator = operatorOf(part);
    const kind = kindOf(part.name);
    if (operator.takes === 0) return [];
    if (operator.days) return [input(part, 0, "number", texts.days)];
    if (kind === "choice") return [operator.takes === null ? manyChoices(part) : oneChoice(part)];
    if (operator.takes === null) return [lines(part)];
    const type = { date: "date", number: "number", money: "number" }[kind] || "text";
    if (operator.takes === 2) return [input(part, 0, type, texts.value), make("span", {}, texts.to), input(part, 1, type, texts.to)];
    return [input(part, 0, type, texts.value)];
  };
  const condition = (part, within) => make("div", { class: "condition" },
    select(texts.field, fields, part.name, (name) => {
      Object.assign(part, { name, operator: fitting(name)[0].name, values: [] });
      show(part);
    }),
    select(texts.operator, fitting(part.name), part.operator, (name) => {
      const before = operatorOf(part);
      part.operator = name;
      const after = operatorOf(part);
      if (before.days !== after.days) part.values = [];
      show(part);
    }),
    make("span", { class: "values" }, ...valuesOf(part)),
    button(texts.remove, "x", () => { within.parts.splice(within.parts.indexOf(part), 1); show(); }, true));
  const several = (part, within) => {
    const made = make("fieldset", { class: within ? "conditions inner" : "conditions" });
    const joins = [{ name: "and", label: texts.and }, { name: "or", label: texts.or }];
    const head = make("div", { class: "join" }, select(texts.joined, joins, part.joined, (joined) => { part.joined = joined; }));
    if (within) head.append(button(texts.ungroup, "x", () => { within.parts.splice(within.parts.indexOf(part), 1); show(); }, true));
    if (within || part.parts.length > 1) made.append(head);
    part.parts.forEach((one) => made.append(one.parts ? several(one, part) : condition(one, part)));
    const more = make("div", { class: "more" }, button(texts.add, "plus", () => {
      const added = fresh();
      part.parts.push(added);
      show(added);
    }));
    if (!within) {
      more.append(button(texts.group, "stack-2", () => {
        const added = { joined: "or", parts: [fresh()] };
        part.parts.push(added);
        show(added.parts[0]);
      }));
    }
    made.append(more);
    return made;
  };
  const place = make("div", { class: "builder" });
  form.querySelector(".condition").replaceWith(place);
  const drawn = new Map();
  const show = (focus) => {
    place.replaceChildren(several(root, null));
    const rows = [...place.querySelectorAll(".condition")];
    const all = [];
    const walk = (part) => (part.parts ? part.parts.forEach(walk) : all.push(part));
    walk(root);
    drawn.clear();
    all.forEach((part, at) => drawn.set(part, rows[at]));
    const row = drawn.get(focus);
    if (row) (row.querySelector(".values input, .values select, .values textarea") || row.querySelector("select")).focus();
  };
  show();
  form.closest("details").addEventListener("toggle", (event) => {
    if (event.target.open) show();
  });
  form.addEventListener("submit", () => {
    const found = written(root);
    const where = form.elements.namedItem("where");
    where.value = found ? JSON.stringify(found) : "";
    where.disabled = !found;
  });
  document.addEventListener("keydown", (event) => {
    if (event.altKey && event.key.toLowerCase() === "f") {
      event.preventDefault();
      form.closest("details").open = true;
    }
  });
});
