// The checklists of a playbook as boxes to tick. What is ticked stays in this browser; without this script, or
// where the browser keeps nothing, they are plain lists.
(() => {
  "use strict";
  const panel = document.querySelector("[data-progress]");
  if (!panel) return;
  const key = `guia:${panel.dataset.progress}`;
  const boxes = new Map();

  function kept() {
    try {
      const lines = JSON.parse(localStorage.getItem(key) ?? "[]");
      return new Set(Array.isArray(lines) ? lines : []);
    } catch (problem) {
      if (problem instanceof SyntaxError) return new Set();
      throw problem;
    }
  }

  function show() {
    const ticked = kept();
    for (const [box, line] of boxes) box.checked = ticked.has(line);
    panel.querySelector("[data-done]").textContent = [...boxes.keys()].filter((box) => box.checked).length;
  }

  function keep() {
    const ticked = [...boxes].filter(([box]) => box.checked).map(([, line]) => line);
    if (ticked.length) localStorage.setItem(key, JSON.stringify(ticked));
    else localStorage.removeItem(key);
    show();
  }

  function boxed(item, line) {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.autocomplete = "off"; // the browser would bring back what was ticked before it was cleared
    box.addEventListener("change", keep);
    label.append(box, ...item.childNodes);
    item.append(label);
    boxes.set(box, line);
  }

  try {
    kept();
  } catch {
    return; // this browser keeps nothing
  }
  for (const list of document.querySelectorAll(".step .checks")) {
    const step = list.closest(".step").id;
    for (const item of list.children) boxed(item, `${step}: ${item.textContent.trim()}`);
    list.classList.add("ticking");
  }
  panel.querySelector("button").addEventListener("click", () => {
    for (const box of boxes.keys()) box.checked = false;
    keep();
  });
  window.addEventListener("storage", show); // another tab of the same playbook
  show();
  panel.hidden = false;
})();
