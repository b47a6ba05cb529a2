// HTML of the clipboard (Word, LibreOffice, Google Docs, a page) → Markdown. No library, no network.
// The HTML is parsed in a document of its own, where nothing runs and nothing is fetched.
(() => {
  "use strict";
  const BLOCKS = new Set(["P", "DIV", "H1", "H2", "H3", "H4", "H5", "H6", "UL", "OL", "LI", "TABLE", "BLOCKQUOTE", "PRE", "SECTION", "ARTICLE", "HR"]);
  const SKIPPED = new Set(["STYLE", "SCRIPT", "META", "LINK", "TITLE", "XML", "IMG", "SVG", "OBJECT", "IFRAME", "TEMPLATE", "NOSCRIPT", "HEAD"]);

  const spaces = (text) => text.replace(/[\s\u00a0]+/g, " ");
  const escaped = (text) => text.replace(/([\\`*_[\]<>])/g, "\\$1");
  // A paragraph that begins as an item or a heading does is still a paragraph.
  const opening = (text) => text.replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2").replace(/^([-+#])(?=[\s#]|$)/, "\\$1");
  const style = (element) => (element.getAttribute("style") || "").toLowerCase();

  // Signs go around the words and not around the spaces beside them: `**a** `, never `**a **`.
  function around(text, sign) {
    const [, before, inner, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text);
    return inner ? `${before}${sign}${inner}${sign}${after}` : text;
  }

  function inline(node, cell) {
    let out = "";
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) out += escaped(spaces(child.data));
      else if (child.nodeType === Node.ELEMENT_NODE && !ignored(child)) out += element(child, cell);
    }
    return out;
  }

  function element(child, cell) {
    if (child.tagName === "BR") return cell ? "<br>" : "  \n";
    const text = inline(child, cell);
    if (!text.trim()) return text;
    const css = style(child);
    const bold = /^(B|STRONG)$/.test(child.tagName) ? !/font-weight:\s*(normal|400)/.test(css) : /font-weight:\s*(bold|[6-9]00)/.test(css);
    const italic = /^(I|EM)$/.test(child.tagName) ? !/font-style:\s*normal/.test(css) : /font-style:\s*italic/.test(css);
    if (child.tagName === "A") return linked(child, text);
    if (child.tagName === "CODE") return around(spaces(child.textContent), "`");
    let out = text;
    if (italic && !/^H\d$/.test(child.tagName)) out = around(out, "*");
    if (bold && !/^H\d$/.test(child.tagName)) out = around(out, "**");
    return BLOCKS.has(child.tagName) && cell ? `${out}<br>` : out;
  }

  function linked(child, text) {
    const href = child.getAttribute("href") || "";
    return /^(https?:|mailto:|tel:)/i.test(href) ? `[${text.trim()}](${href.replace(/[\s()]/g, (one) => `%${one.charCodeAt(0).toString(16).padStart(2, "0")}`)})` : text;
  }

  // Word writes the mark of each item as text that it hides from everybody else.
  const ignored = (child) => SKIPPED.has(child.tagName) || child.tagName.includes(":") || /mso-list:\s*ignore|display:\s*none|mso-hide:\s*all/.test(style(child));

  // Word's lists are paragraphs: `mso-list:l0 level2 lfo1`, with the mark in what it hides.
  function wordItem(child) {
    const found = /mso-list:\s*l\d+\s+level(\d+)/.exec(style(child));
    if (!found) return null;
    const hidden = [...child.querySelectorAll("*")].find((one) => /mso-list:\s*ignore/.test(style(one)));
    const mark = hidden ? spaces(hidden.textContent).trim() : "";
    return { level: Number(found[1]), ordered: /^\(?(\d+|[a-z]|[ivxlc]+)[.)]/i.test(mark) };
  }

  function blocks(parent, level) {
    const out = [];
    let words = "";
    let items = [];
    const endWords = () => { if (words.trim()) out.push(opening(words.trim())); words = ""; };
    const endItems = () => { if (items.length) out.push(items.join("\n")); items = []; };
    for (const child of parent.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) { words += escaped(spaces(child.data)); continue; }
      if (child.nodeType !== Node.ELEMENT_NODE || ignored(child)) continue;
      const nested = child.querySelector([...BLOCKS].join(","));
      if (!BLOCKS.has(child.tagName) && !nested) { words += element(child, false); continue; }
      endWords();
      const item = wordItem(child);
      if (item) {
        items.push(`${"    ".repeat(item.level - 1)}${item.ordered ? "1." : "-"} ${inline(child, false).trim()}`);
        continue;
      }
      endItems();
      const text = block(child, level);
      if (text.trim()) out.push(text);
    }
    endWords();
    endItems();
    return out;
  }

  function block(child, level) {
    const heading = /^H([1-6])$/.exec(child.tagName) || /^MsoHeading(\d)|^MsoTitle/.exec(child.className || "");
    if (heading) {
      const text = inline(child, false).replace(/\s*\n\s*/g, " ").replace(/\*\*/g, "").trim();
      return text ? `${"#".repeat(Math.min(6, Math.max(2, Number(heading[1] || 1) + 1)))} ${text}` : "";
    }
    if (child.tagName === "UL" || child.tagName === "OL") return list(child, level);
    if (child.tagName === "TABLE") return table(child);
    if (child.tagName === "PRE") return `\`\`\`\n${child.textContent.replace(/\s+$/, "")}\n\`\`\``;
    if (child.tagName === "HR") return "---";
    const inner = blocks(child, level).join("\n\n");
    return child.tagName === "BLOCKQUOTE" ? inner.replace(/^/gm, "> ").replace(/ +$/gm, "") : inner;
  }

  function list(parent, level) {
    const indent = "    ".repeat(level);
    const lines = [];
    let number = Number(parent.getAttribute("start")) || 1;
    for (const child of parent.children) {
      if (child.tagName === "UL" || child.tagName === "OL") { lines.push(list(child, level + 1)); continue; }
      if (child.tagName !== "LI") continue;
      const nested = [...child.children].filter((one) => one.tagName === "UL" || one.tagName === "OL");
      nested.forEach((one) => one.remove());
      const box = child.querySelector("input[type=checkbox]");
      const tick = box ? (box.checked ? "[x] " : "[ ] ") : "";
      const text = blocks(child, 0).join(" ").replace(/\s*\n\s*/g, " ").trim();
      lines.push(`${indent}${parent.tagName === "OL" ? `${number}.` : "-"} ${tick}${text}`);
      number = parent.getAttribute("start") ? number + 1 : number;
      nested.forEach((one) => lines.push(list(one, level + 1)));
    }
    return lines.join("\n");
  }

  // A merged cell keeps what it says in its first place; the others stay empty.
  function table(parent) {
    const rows = [];
    const taken = [];
    for (const row of parent.rows) {
      const cells = [];
      const skip = () => { while (taken[cells.length]) { taken[cells.length] -= 1; cells.push(""); } };
      for (const cell of row.cells) {
        skip();
        const text = inline(cell, true).replace(/\|/g, "\\|").replace(/\s+/g, " ").replace(/(?:\s*<br>\s*)+$/, "").replace(/^(?:\s*<br>\s*)+/, "").trim();
        const width = Math.min(cell.colSpan || 1, 50);
        for (let extra = 0; extra < width; extra += 1) {
          taken[cells.length] = (cell.rowSpan || 1) - 1;
          cells.push(extra ? "" : text);
        }
      }
      skip();
      if (cells.some(Boolean)) rows.push(cells);
    }
    if (!rows.length) return "";
    const width = Math.max(...rows.map((cells) => cells.length));
    const lines = rows.map((cells) => `| ${[...cells, ...Array(width - cells.length).fill("")].join(" | ")} |`);
    lines.splice(1, 0, `|${" --- |".repeat(width)}`);
    return lines.join("\n");
  }

  // Nothing, when the clipboard has no more format than plain text has.
  window.markdownOfHtml = (html) => {
    const body = new DOMParser().parseFromString(html, "text/html").body;
    return blocks(body, 0).join("\n\n").replace(/[ \t]+$/gm, (end) => (end === "  " ? end : "")).replace(/\n{3,}/g, "\n\n").trim();
  };
})();
