// The editor of a sheet. The forms hold the truth; the handles over the paper and the picture follow them.

import { History } from "./maker-history.js";
import { Handles } from "./maker-handles.js";
import { bindPalettes } from "./maker-fields.js";

const form = document.querySelector("[data-maker]");
const paper = form.querySelector("[data-paper]");
const picture = form.querySelector("[data-picture]");
const status = form.querySelector("[data-status]");
const general = form.querySelector("[data-general]");
const undo = form.querySelector("[data-undo]");
const list = form.querySelector("[data-blocks]");
const total = form.querySelector("[name$='-TOTAL_FORMS']");
const SHEETS = { landscape: [297, 210], portrait: [210, 297] };
const QUIET = 250;

const blocks = () => [...list.querySelectorAll("[data-block]")];
const control = (block, name) => block.querySelector(`[name="block-${block.dataset.block}-${name}"]`);
const sheet = () => SHEETS[form.elements.orientation.value] ?? SHEETS.landscape;
const isGone = (block) => control(block, "DELETE").checked;

let timer = 0;
let asking = null;
let lies = form.elements.orientation.value;

function say(text) { status.textContent = text; }

function showFaults(faults) {
  general.replaceChildren(...(faults[""] ?? []).map((text) => Object.assign(document.createElement("p"), { textContent: text })));
  for (const block of blocks()) {
    const told = faults[block.dataset.block] ?? [];
    const place = block.querySelector("[data-faults]");
    if (told.join("\n") !== [...place.children].map((line) => line.textContent).join("\n")) {
      place.replaceChildren(...told.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    }
    block.toggleAttribute("data-wrong", told.length > 0);
  }
  handles.place();
}

async function show() {
  asking?.abort();
  asking = new AbortController();
  const mine = asking;
  try {
    const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form), signal: mine.signal, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const { picture: address, faults } = await answer.json();
    if (address) picture.src = address;
    paper.toggleAttribute("data-stale", !address);
    showFaults(faults);
    say(address ? "" : "Лист пока не показать: исправьте то, что отмечено красным.");
  } catch (problem) {
    if (problem.name === "AbortError") return;
    paper.toggleAttribute("data-stale", true);
    say("Не удалось обновить вид листа: нет связи или вы вышли. Написанное остаётся на странице.");
  }
}

function refresh(pause = QUIET) {
  clearTimeout(timer);
  timer = setTimeout(show, pause);
}

function tidy() {
  for (const block of blocks()) {
    block.toggleAttribute("data-gone", isGone(block));
    const text = control(block, "text");
    if (text.type === "hidden") continue;
    const words = text.value.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, "‹$1›").split(/\s+/).join(" ").trim();
    block.querySelector("[data-short]").textContent = words.length > 48 ? `${words.slice(0, 47)}…` : words;
  }
  if (paper.dataset.orientation !== form.elements.orientation.value) paper.dataset.orientation = form.elements.orientation.value;
  const isNamed = form.elements.sample.value === "name";
  form.querySelector("[data-sample-name]").hidden = !isNamed;
  undo.disabled = !history.isFull;
  handles.place();
}

const history = new History(form);
const handles = new Handles({
  paper, blocks, control, sheet, isGone,
  chosen(block) {
    for (const other of blocks()) other.open = other === block;
    block.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  },
  moved() { form.dispatchEvent(new Event("input", { bubbles: true })); refresh(); },
  rested() { history.keep(); tidy(); refresh(0); },
});

// Another position of the paper: everything keeps its share of the width and of the height.
function turn() {
  const [width, height] = SHEETS[lies];
  const [wider, higher] = sheet();
  lies = form.elements.orientation.value;
  for (const block of blocks()) {
    for (const [name, share] of [["x", wider / width], ["width", wider / width], ["y", higher / height]]) {
      const field = control(block, name);
      field.value = Math.round(Number(field.value) * share * 10) / 10;
    }
    const held = control(block, "width");
    const least = block.dataset.kind === "qr" ? 18 : 5;
    if (Number(held.value) < least) held.value = least;
  }
}

function add(kind) {
  const number = Number(total.value);
  const pattern = document.querySelector(`template[data-empty="${kind}"]`).innerHTML.replaceAll("__prefix__", String(number));
  const holder = document.createElement("template");
  holder.innerHTML = pattern;
  const block = holder.content.firstElementChild;
  list.append(block);
  total.value = number + 1;
  const [width, height] = sheet();
  control(block, "x").value = Math.round((width - Number(control(block, "width").value)) / 2);
  control(block, "y").value = Math.round(height / 2 - 10);
  bindPalettes(block);
  handles.choose(block);
  (block.querySelector("textarea") ?? control(block, "x")).focus();
  history.keep();
  tidy();
  refresh(0);
}

form.addEventListener("input", (event) => {
  if (event.target === form) return;
  if (event.target.name === "orientation") return;
  if (event.target.dataset.measure) handles.place();
  refresh();
});
form.addEventListener("change", (event) => {
  if (event.target.name === "orientation") turn();
  // An ornament would cover one's own background.
  if (event.target.name === "background" && event.target.value) form.elements.design.value = "plain";
  history.keep();
  tidy();
  refresh();
});
form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.add) { event.preventDefault(); add(button.dataset.add); }
  if (button.matches("[data-reveal-button]")) { event.preventDefault(); reveal(); }
});
list.addEventListener("toggle", (event) => {
  if (event.target.matches?.("[data-block]") && event.target.open) handles.choose(event.target, { isQuiet: true });
}, true);
undo.addEventListener("click", () => {
  history.keep();
  if (!history.back()) return;
  lies = form.elements.orientation.value;
  for (const block of blocks()) block.toggleAttribute("data-gone", isGone(block));
  tidy();
  refresh(0);
  say("Последнее изменение отменено.");
});
form.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || event.shiftKey) return;
  // In a field the browser takes back its own letters.
  if (event.target.matches("textarea, input:not([type=checkbox])")) return;
  event.preventDefault();
  undo.click();
});

async function reveal() {
  try {
    const answer = await fetch(form.dataset.reveal, { method: "POST", body: new FormData(form) });
    const { shown, reason } = await answer.json();
    if (!answer.ok) { say(reason); return; }
    form.elements.shown.value = shown;
    refresh(0);
  } catch { say("Не удалось показать подписи: нет связи."); }
}

for (const part of document.querySelectorAll("[data-with-script]")) part.hidden = false;
for (const part of document.querySelectorAll("[data-without-script]")) part.hidden = true;
undo.hidden = false;
bindPalettes(form);
handles.draw();
tidy();
if (!picture.getAttribute("src")) paper.toggleAttribute("data-stale", true);
