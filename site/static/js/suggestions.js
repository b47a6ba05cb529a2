// Suggestions for the finder's words as an ARIA combobox. The form works without this file.
const make = (tag, properties, attributes = {}) => {
  const element = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

function enhance(input) {
  if (input.hasAttribute("role")) return;
  const id = `${input.id}-list`;
  const list = make("div", { id }, { role: "listbox", "aria-label": input.labels[0].textContent });
  const status = make("p", { className: "vh" }, { role: "status" });
  const set = (name, value) => input.setAttribute(name, value);
  let options = [];
  let active = -1;
  let timer, request;

  const activate = (index) => {
    active = index;
    options.forEach((one, i) => one.setAttribute("aria-selected", i === index));
    if (options[index]) set("aria-activedescendant", options[index].id);
    else input.removeAttribute("aria-activedescendant");
    options[index]?.scrollIntoView({ block: "nearest" });
  };
  const show = (open) => {
    list.hidden = !open;
    set("aria-expanded", open);
    activate(-1);
  };
  const close = () => {
    clearTimeout(timer);
    request?.abort();
    status.textContent = "";
    show(false);
  };
  const group = ({ label, options: found }, g) => {
    const name = make("span", { id: `${id}-g${g}`, className: "label", textContent: label });
    const items = found.map((one, i) => {
      const item = make("div", { id: `${id}-${g}-${i}` }, { role: "option", "data-url": one.url });
      item.append(make("span", { textContent: one.label }), " ", make("span", { className: "soft", textContent: one.note }));
      return item;
    });
    const box = make("div", {}, { role: "group", "aria-labelledby": name.id });
    box.append(name, ...items);
    return box;
  };
  const look = async () => {
    request?.abort();
    if (input.value.trim().length < 2) return close();
    request = new AbortController();
    const { signal } = request;
    try {
      const query = new URLSearchParams(new FormData(input.form));
      const answer = await fetch(`${input.dataset.suggest}?${query}`, { signal });
      const { groups, said } = await answer.json();
      list.replaceChildren(...groups.map(group));
      options = [...list.querySelectorAll("[role=option]")];
      status.textContent = said;
      show(options.length > 0);
    } catch {
      if (!signal.aborted) close();
    }
  };

  set("role", "combobox");
  set("aria-autocomplete", "list");
  set("aria-controls", id);
  input.after(list, status);
  show(false);

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 150);
  });
  input.addEventListener("keydown", (event) => {
    const { key } = event;
    const count = options.length;
    if (list.hidden) {
      if (key !== "ArrowDown") return;
      look();
    } else if (key === "Escape") close();
    else if (key === "ArrowDown") activate((active + 1) % count);
    else if (key === "ArrowUp") activate((Math.max(active, 0) + count - 1) % count);
    else if (key === "Enter" && active >= 0) location.assign(options[active].dataset.url);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const url = target.closest("[data-url]")?.dataset.url;
    if (url) location.assign(url);
  });
}

const all = () => document.querySelectorAll("input[data-suggest]").forEach(enhance);
document.addEventListener("htmx:afterSettle", all);
all();
