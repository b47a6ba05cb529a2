// «Cómo viene» and its warnings follow each save of the draft. Without this they are as when the page was opened.
document.addEventListener("w-autosave:success", async ({ detail }) => {
  const panel = document.querySelector("[data-standing]");
  const said = document.querySelector("[data-standing-said]");
  const key = detail?.data?.pk;
  if (!panel || !key) return;
  const answer = await fetch(panel.dataset.standing.replace(/\/\d+\//, `/${key}/`)).catch(() => null);
  if (!answer?.ok) return;
  const open = panel.querySelector("details")?.open;
  const before = panel.querySelector("[data-headline]")?.textContent;
  panel.innerHTML = await answer.text();
  const list = panel.querySelector("details");
  if (list && open !== undefined) list.open = open;
  const now = panel.querySelector("[data-headline]")?.textContent;
  if (now && now !== before) said.textContent = now;
});
