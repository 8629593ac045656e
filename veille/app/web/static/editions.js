"use strict";
// The counts of a sending follow it; without this script, the page is loaded again.
for (const shown of document.querySelectorAll("[data-live]")) {
  const refresh = async () => {
    if (document.hidden) return;
    const answer = await fetch(shown.dataset.live);
    if (!answer.ok) return;
    const text = await answer.text();
    if (text === shown.dataset.last) return;
    shown.dataset.last = text;
    const open = shown.querySelector("details")?.open;
    shown.innerHTML = text;
    const details = shown.querySelector("details");
    if (details && open) details.open = true;
  };
  setInterval(() => refresh().catch(() => {}), 5000);
}
