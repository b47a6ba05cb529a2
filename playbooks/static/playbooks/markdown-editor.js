// Buttons, preview and "paste from Word" on a box of Markdown. Without this script the box is a plain one.
(() => {
  "use strict";
  const TABLE = (column) => `\n\n| ${column} 1 | ${column} 2 |\n| --- | --- |\n|  |  |\n|  |  |\n\n`;
  const BUTTONS = [
    ["bold", "B", (box, say) => wrap(box, "**", say("text"))],
    ["italic", "I", (box, say) => wrap(box, "*", say("text"))],
    ["heading", "H", (box) => lines(box, () => "### ", /^#{1,6} /)],
    ["list", "•", (box) => lines(box, () => "- ", /^(?:[-*+] (?:\[[ xX]\] )?|\d+\. )/)],
    ["checklist", "☐", (box) => lines(box, () => "- [ ] ", /^(?:[-*+] (?:\[[ xX]\] )?|\d+\. )/)],
    ["quote", "❝", (box) => lines(box, () => "> ", /^> /)],
    ["link", "↗", (box, say) => link(box, say("text"))],
    ["table", "▦", (box, say) => insert(box, TABLE(say("column")), box.selectionEnd)],
  ];
  const SHORTCUTS = { b: "bold", i: "italic", k: "link" };

  // `insertText` keeps the undo of the browser; assigning `value` would empty it.
  function insert(box, text, start = box.selectionStart, end = box.selectionEnd) {
    box.focus();
    box.setSelectionRange(start, end);
    if (!document.execCommand("insertText", false, text)) {
      box.setRangeText(text, start, end, "end");
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  function wrap(box, sign, sample) {
    const { selectionStart: start, selectionEnd: end, value } = box;
    const size = sign.length;
    const inner = value.slice(start, end);
    if (start >= size && value.slice(start - size, start) === sign && value.slice(end, end + size) === sign) {
      insert(box, inner, start - size, end + size);
      box.setSelectionRange(start - size, end - size);
      return;
    }
    const text = inner || sample;
    insert(box, `${sign}${text}${sign}`, start, end);
    box.setSelectionRange(start + size, start + size + text.length);
  }

  function lines(box, prefix, known) {
    const { value } = box;
    const start = value.lastIndexOf("\n", box.selectionStart - 1) + 1;
    const next = value.indexOf("\n", box.selectionEnd);
    const end = next < 0 ? value.length : next;
    const before = value.slice(start, end).split("\n");
    const wanted = prefix();
    const all = before.every((line) => line.startsWith(wanted));
    const after = before.map((line) => (all ? line.slice(wanted.length) : wanted + line.replace(known, "")));
    insert(box, after.join("\n"), start, end);
  }

  function link(box, sample) {
    const { selectionStart: start, selectionEnd: end, value } = box;
    const text = value.slice(start, end) || sample;
    insert(box, `[${text}](https://)`, start, end);
    const from = start + text.length + 3;
    box.setSelectionRange(from, from + 8);
  }

  class Markdown extends window.StimulusModule.Controller {
    connect() {
      const box = this.element;
      this.say = (name) => box.getAttribute(`data-markdown-${name}-label`) || name;
      box.before(this.toolbar());
      this.status = this.help();
      box.after(this.output(), this.status);
      this.paste = (event) => this.pasted(event);
      this.keys = (event) => this.key(event);
      this.typed = () => this.later();
      box.addEventListener("paste", this.paste);
      box.addEventListener("keydown", this.keys);
      box.addEventListener("input", this.typed);
    }

    disconnect() {
      clearTimeout(this.timer);
      this.element.removeEventListener("paste", this.paste);
      this.element.removeEventListener("keydown", this.keys);
      this.element.removeEventListener("input", this.typed);
      for (const one of [this.bar, this.shown, this.status]) one.remove();
    }

    toolbar() {
      this.bar = document.createElement("div");
      this.bar.className = "markdown-bar";
      this.bar.setAttribute("role", "toolbar");
      this.bar.setAttribute("aria-label", this.say("toolbar"));
      this.bar.setAttribute("aria-controls", this.element.id);
      for (const [name, sign, act] of BUTTONS) this.bar.append(this.button(name, sign, () => act(this.element, this.say)));
      this.toggle = this.button("preview", "", () => this.show(this.shown.hidden));
      this.toggle.textContent = this.say("preview");
      this.toggle.setAttribute("aria-expanded", "false");
      this.bar.append(this.toggle);
      // One stop for the Tab key; the arrows move inside (the pattern of a toolbar).
      this.bar.addEventListener("keydown", (event) => this.move(event));
      [...this.bar.children].forEach((one, index) => { one.tabIndex = index ? -1 : 0; });
      return this.bar;
    }

    button(name, sign, act) {
      const one = document.createElement("button");
      one.type = "button";
      one.className = `markdown-${name}`;
      one.textContent = sign;
      one.title = this.say(name);
      one.setAttribute("aria-label", this.say(name));
      one.addEventListener("click", act);
      return one;
    }

    move(event) {
      const all = [...this.bar.children];
      const here = all.indexOf(document.activeElement);
      const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: all.length - 1 }[event.key];
      if (to === undefined || here < 0) return;
      event.preventDefault();
      const next = all[(to + all.length) % all.length];
      all.forEach((one) => { one.tabIndex = one === next ? 0 : -1; });
      next.focus();
    }

    help() {
      const one = document.createElement("p");
      one.className = "markdown-status";
      one.setAttribute("role", "status");
      one.textContent = this.say("help");
      return one;
    }

    output() {
      this.shown = document.createElement("div");
      this.shown.className = "markdown-shown";
      this.shown.hidden = true;
      this.shown.tabIndex = 0;
      this.shown.setAttribute("role", "region");
      this.shown.setAttribute("aria-label", this.say("preview"));
      return this.shown;
    }

    key(event) {
      const name = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && SHORTCUTS[event.key.toLowerCase()];
      if (!name) return;
      event.preventDefault();
      BUTTONS.find(([one]) => one === name)[2](this.element, this.say);
    }

    pasted(event) {
      const html = event.clipboardData?.getData("text/html");
      if (!html || !window.markdownOfHtml) return;
      const text = window.markdownOfHtml(html);
      const plain = (event.clipboardData.getData("text/plain") || "").trim();
      if (!text || text.replace(/\\(.)/g, "$1") === plain) return;
      event.preventDefault();
      const before = this.element.value.slice(0, this.element.selectionStart);
      const block = /\n|^(#|- |\d+\. |>|\|)/.test(text) && before.trim() && !before.endsWith("\n\n");
      insert(this.element, (block ? (before.endsWith("\n") ? "\n" : "\n\n") : "") + text);
      this.status.textContent = this.say("pasted");
    }

    show(open) {
      this.shown.hidden = !open;
      this.toggle.setAttribute("aria-expanded", String(open));
      if (open) this.refresh();
    }

    later() {
      clearTimeout(this.timer);
      if (!this.shown.hidden) this.timer = setTimeout(() => this.refresh(), 600);
    }

    async refresh() {
      const asked = this.element.value;
      if (!asked.trim()) { this.shown.textContent = this.say("empty"); return; }
      const body = new URLSearchParams({ text: asked });
      const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
      try {
        const response = await fetch(this.element.dataset.markdownUrlValue, { method: "POST", body, headers: { "X-CSRFToken": token } });
        const text = await response.text();
        if (this.element.value !== asked) return;
        if (response.ok) this.shown.innerHTML = text; // as the server cleaned it to be published
        else this.shown.textContent = response.status === 422 ? text : this.say("failed");
      } catch {
        this.shown.textContent = this.say("failed");
      }
    }
  }

  window.wagtail.app.register("markdown", Markdown);
})();
