// The link of a mail opens the comment that it is about. The editor works without this.
// Wagtail gives the focus to the comment of the address even where it is out of sight, and fails there: its
// panel is opened first. On a phone that panel would cover the field, so the address leads to the field alone.
const asked = new URL(window.location.href);
if (asked.searchParams.has("comment")) {
  try {
    if (!window.matchMedia("(min-width: 50rem)").matches) throw new Error("no room");
    localStorage.setItem("wagtail:side-panel-open", "comments");
  } catch {
    asked.searchParams.delete("comment");
    window.history.replaceState(window.history.state, "", asked);
  }
}

// The fields above grow to what they hold after the browser looked for the one of the address.
window.addEventListener("load", () => {
  const field = window.location.hash.startsWith("#id_") && document.getElementById(window.location.hash.slice(1));
  if (field) requestAnimationFrame(() => field.scrollIntoView({ block: "center", behavior: "instant" }));
});
