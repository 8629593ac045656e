"use strict";
// The preview follows the form; without this script a button shows it.
for (const form of document.querySelectorAll("form[data-preview]")) {
  const shown = form.querySelector("#apercu");
  const asked = ["territoire", "commune", "secteur", "quoi", "pour", "potentiel", "mots", "tous", "sauf", "rythme", "consultation", "acheteur"];
  let waiting = 0;
  let latest = 0;
  const refresh = async () => {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (asked.includes(name) && value) fields.append(name, value);
    }
    const mine = ++latest;
    const answer = await fetch(`${form.dataset.preview}?${fields}`);
    if (answer.ok && mine === latest) shown.innerHTML = await answer.text();
  };
  form.addEventListener("input", (event) => {
    if (!asked.includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => refresh().catch(() => {}), 400);
  });
}
