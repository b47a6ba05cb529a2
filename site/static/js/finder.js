// After htmx refreshes the results: what was open stays open, focus stays where it was, the sentence of the
// new question is read out, and what leads back here leads to it. The finder works without this file.
const results = () => document.getElementById("resultados");
let kept;

document.addEventListener("htmx:beforeSwap", () => {
  kept = {
    open: [...results().querySelectorAll("details[id]")].map((one) => [one.id, one.open]),
    focused: results().contains(document.activeElement) ? document.activeElement.id : null,
  };
});

document.addEventListener("htmx:afterSettle", () => {
  if (!kept) return;
  for (const [id, open] of kept.open) document.getElementById(id)?.toggleAttribute("open", open);
  const heading = results().querySelector("h1");
  document.getElementById("aviso").textContent = heading.textContent;
  if (kept.focused !== null) (document.getElementById(kept.focused) ?? heading).focus({ preventScroll: true });
  kept = undefined;
  const here = location.pathname + location.search;
  for (const field of document.querySelectorAll("input[name=next]")) field.value = here;
  for (const link of document.querySelectorAll('a[href*="next="]')) {
    const address = new URL(link.href);
    address.searchParams.set("next", here);
    link.href = address;
  }
});
