"use strict";
// Comfort for review: shortcuts, and the place of a selected passage. All of it works without.
const page = document.querySelector("[data-shortcuts]");
const KEPT = "veille-raccourcis";

function isTyping(target) {
  return target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") !== null;
}

// --- Where one is -------------------------------------------------------------------------------
const stops = [...document.querySelectorAll("[data-stop]")];

function current() {
  const focused = document.activeElement.closest("[data-stop]");
  return focused ?? stops.find((one) => one.classList.contains("waits")) ?? stops[0] ?? null;
}

function step(by) {
  if (stops.length === 0) return;
  const here = document.activeElement.closest("[data-stop]");
  const place = here ? stops.indexOf(here) + by : stops.indexOf(current());
  const next = stops[Math.max(0, Math.min(stops.length - 1, place))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

// --- Shortcuts ----------------------------------------------------------------------------------
const active = document.querySelector("#raccourcis-actifs");
if (active) {
  active.checked = localStorage.getItem(KEPT) !== "non";
  active.addEventListener("change", () => localStorage.setItem(KEPT, active.checked ? "oui" : "non"));
}

function press(selector, within = document) {
  const found = within?.querySelector(selector);
  if (found) found.click();
  return Boolean(found);
}

function open(name) {
  const here = current();
  const menu = here?.querySelector(`[data-opens="${name}"]`);
  if (!menu) return false;
  menu.open = true;
  menu.querySelector(".menu button, .menu input").focus();
  return true;
}

function showMissed() {
  const missed = document.querySelector("#manque");
  const text = document.querySelector("[data-texts]");
  if (!missed || !text) return false;
  missed.open = true;
  text.focus();
  text.scrollIntoView({ block: "nearest" });
  takeWord(text);
  return true;
}

function help() {
  const panel = document.querySelector("#raccourcis");
  if (!panel) return false;
  panel.open = !panel.open;
  if (panel.open) panel.querySelector("summary").focus();
  return true;
}

const KEYS = {
  j: () => (step(1), true),
  k: () => (step(-1), true),
  v: () => press('[data-key="v"]', current()),
  f: () => open("f"),
  t: () => open("t"),
  m: showMissed,
  r: () => press('[data-key="r"]'),
  z: () => press('[data-key="z"]'),
  n: () => press('[data-key="n"]'),
  u: () => press('[data-key="u"]'),
  a: () => press('[data-key="a"]', current()),
  e: () => press('[data-key="e"]', current()),
  "?": help,
};

document.addEventListener("keydown", (event) => {
  if (!page || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (isTyping(event.target) || (active && !active.checked)) return;
  const menu = current()?.querySelector('[data-opens="f"][open]');
  const reason = menu && /^[1-7]$/.test(event.key) ? menu.querySelector(`[data-number="${event.key}"]`) : null;
  if (reason) {
    event.preventDefault();
    reason.click();
    return;
  }
  const act = KEYS[event.key];
  if (act && act()) event.preventDefault();
});

// --- A passage that was missed ------------------------------------------------------------------
const form = document.querySelector("form[data-missed]");

// The place of a point of the page in the text of the notice, in code points.
function placeOf(node, offset) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const passage = element.closest(".passage");
  if (!passage) return null;
  const range = document.createRange();
  range.setStart(passage, 0);
  range.setEnd(node, offset);
  const runs = [...passage.querySelectorAll("[data-de]")].filter((run) => range.intersectsNode(run));
  const last = runs.at(-1);
  if (!last) return { passage, at: 0 };
  const within = document.createRange();
  within.selectNodeContents(last);
  if (range.compareBoundaryPoints(Range.END_TO_END, within) < 0) within.setEnd(node, offset);
  return { passage, at: Number(last.dataset.de) + [...within.toString()].length };
}

// The text between two places, without the numbers and folds that stand in it.
function textBetween(passage, start, end) {
  let text = "";
  for (const run of passage.querySelectorAll("[data-de]")) {
    const from = Number(run.dataset.de);
    const characters = [...run.textContent];
    text += characters.slice(Math.max(0, start - from), Math.max(0, end - from)).join("");
  }
  return text;
}

function take() {
  const selection = document.getSelection();
  if (!form || selection.isCollapsed || selection.rangeCount === 0) return false;
  const range = selection.getRangeAt(0);
  const from = placeOf(range.startContainer, range.startOffset);
  const to = placeOf(range.endContainer, range.endOffset);
  if (!from || !to || from.passage !== to.passage || from.at >= to.at) return false;
  const raw = textBetween(from.passage, from.at, to.at);
  const text = raw.trim();
  if (!text || [...raw].length !== to.at - from.at) return false; // nothing, or over a part left out
  const start = from.at + [...raw].length - [...raw.trimStart()].length;
  form.elements.passage.value = text;
  form.elements.endroit.value = from.passage.dataset.at;
  form.elements.debut.value = start;
  form.elements.avis.value = from.passage.closest("[data-avis]").dataset.avis;
  form.closest("details").open = true;
  return true;
}

// The place is that of the selection: what is typed by hand has none.
form?.elements.passage.addEventListener("input", () => {
  for (const name of ["endroit", "debut"]) form.elements[name].value = "";
});

function takeWord(text) {
  const selection = document.getSelection();
  if (!selection.isCollapsed && text.contains(selection.anchorNode)) return;
  const first = text.querySelector("[data-de]");
  if (!first) return;
  selection.setPosition(first.firstChild ?? first, 0);
  selection.modify("extend", "forward", "word");
}

const MOVES = { ArrowRight: ["forward", "word"], ArrowLeft: ["backward", "word"], ArrowDown: ["forward", "line"], ArrowUp: ["backward", "line"] };

for (const text of document.querySelectorAll("[data-texts]")) {
  text.addEventListener("mouseup", () => setTimeout(take));
  text.addEventListener("keydown", (event) => {
    if (event.target !== text || event.ctrlKey || event.metaKey || event.altKey) return;
    const selection = document.getSelection();
    if (event.key in MOVES) {
      event.preventDefault();
      takeWord(text);
      const [way, unit] = MOVES[event.key];
      if (event.shiftKey) {
        selection.modify("extend", way, unit);
      } else {
        if (way === "forward") selection.collapseToEnd();
        else selection.collapseToStart();
        selection.modify("move", way, unit);
        selection.modify("extend", way === "forward" || unit === "line" ? "forward" : way, "word");
        if (!text.contains(selection.focusNode)) takeWord(text);
      }
      selection.focusNode?.parentElement?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && take()) {
      event.preventDefault();
      form.querySelector("[name=question]").focus();
    } else if (event.key === "Escape") {
      selection.removeAllRanges();
      document.querySelector("#manque summary")?.focus();
    }
  });
}
