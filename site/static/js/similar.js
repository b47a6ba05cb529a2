// Under the title of a new case: cases like it, in case it is a replication. The editor works without this.
const address = document.currentScript.dataset.url;

document.addEventListener("DOMContentLoaded", () => {
  const title = document.querySelector("#id_title");
  if (!title || !document.querySelector("[name='problem']")) return;
  const shown = document.createElement("div");
  shown.setAttribute("aria-live", "polite");
  title.insertAdjacentElement("afterend", shown);
  let timer;
  let request;
  const look = async () => {
    request?.abort();
    request = new AbortController();
    try {
      const query = new URLSearchParams({ titulo: title.value });
      const answer = await fetch(`${address}?${query}`, { signal: request.signal });
      if (answer.ok) shown.innerHTML = await answer.text();
    } catch (error) {
      if (error.name !== "AbortError") shown.replaceChildren();
    }
  };
  title.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 600);
  });
});
