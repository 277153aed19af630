// Choosing columns: each can be moved up and down by its buttons, by Alt and the arrow keys, or dragged.
"use strict";
document.querySelectorAll(".columns-choice ul").forEach((list) => {
  const pattern = document.querySelector(".paging .icon use") || document.querySelector(".icon use");
  const icon = (name) => {
    const drawn = pattern.closest("svg").cloneNode(true);
    const use = drawn.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${name}`));
    return drawn;
  };
  const move = (item, down) => {
    const other = down ? item.nextElementSibling : item.previousElementSibling;
    if (!other) return false;
    if (down) other.after(item);
    else other.before(item);
    return true;
  };
  let dragged = null;
  [...list.children].forEach((item) => {
    const label = item.textContent.trim();
    [["up", "chevron-up"], ["down", "chevron-down"]].forEach(([way, drawn]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-sm btn-icon";
      button.setAttribute("aria-label", list.dataset[way].replace("%(column)s", label));
      button.append(icon(drawn));
      button.addEventListener("click", (event) => {
        event.stopPropagation();
        if (move(item, way === "down")) button.focus();
      });
      item.append(button);
    });
    item.addEventListener("keydown", (event) => {
      if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
      event.preventDefault();
      const focused = document.activeElement;
      if (move(item, event.key === "ArrowDown")) focused.focus();
    });
    item.draggable = true;
    item.addEventListener("dragstart", () => { dragged = item; });
    item.addEventListener("dragover", (event) => {
      if (!dragged || dragged === item) return;
      event.preventDefault();
      const place = item.getBoundingClientRect();
      if (event.clientY > place.top + place.height / 2) item.after(dragged);
      else item.before(dragged);
    });
    item.addEventListener("dragend", () => { dragged = null; });
  });
});
