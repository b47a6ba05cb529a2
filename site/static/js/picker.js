// The picker's field as an ARIA combobox. The form works without this file.
const make = (tag, properties, attributes = {}) => {
  const element = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

function enhance(form) {
  const input = form.querySelector("[name=q]");
  const id = `${input.id}-list`;
  const list = make("ul", { id, className: "picker__list" }, { role: "listbox", "aria-label": input.labels[0].textContent });
  const status = make("p", { className: "vh" }, { role: "status" });
  const set = (name, value) => input.setAttribute(name, value);
  let timer, request, active;

  const activate = (index) => {
    const items = [...list.children];
    active = index;
    items.forEach((item, i) => item.setAttribute("aria-selected", i === index));
    set("aria-activedescendant", items[index]?.id ?? "");
    items[index]?.scrollIntoView({ block: "nearest" });
  };
  const show = (open) => {
    list.hidden = !open;
    set("aria-expanded", open);
    activate(-1);
  };
  const choose = (item) => {
    const data = new URLSearchParams(new FormData(form));
    data.set("municipio", item.dataset.key);
    location.assign(`${form.action}?${data}`);
  };
  const look = async () => {
    const text = input.value.trim();
    request?.abort();
    if (text.length < 2) return show(false);
    request = new AbortController();
    const { signal } = request;
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal });
      const { results } = await answer.json();
      const option = ({ key, label }, i) =>
        make("li", { id: `${id}-${i}`, textContent: label }, { role: "option", "data-key": key });
      list.replaceChildren(...results.map(option));
      status.textContent = results.length ? form.dataset.found : form.dataset.none;
      show(results.length > 0);
    } catch {
      if (!signal.aborted) show(false);
    }
  };

  set("role", "combobox");
  set("aria-autocomplete", "list");
  set("aria-controls", id);
  input.closest(".join").after(list, status);
  show(false);

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 150);
  });
  input.addEventListener("keydown", (event) => {
    const { key } = event;
    const count = list.children.length;
    if (key === "Escape") show(false);
    else if (list.hidden) return key === "ArrowDown" && look();
    else if (key === "ArrowDown") activate((active + 1) % count);
    else if (key === "ArrowUp") activate((Math.max(active, 0) + count - 1) % count);
    else if (key === "Enter" && active >= 0) choose(list.children[active]);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => show(false));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => target.dataset.key && choose(target));
}

document.querySelectorAll("[data-picker]").forEach(enhance);
