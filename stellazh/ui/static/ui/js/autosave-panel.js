// What the engine of saving says inside of a block. Texts of people are only ever put in as text.
let count = 0;

function make(tag, className, words = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (words) element.textContent = words;
  return element;
}

function button(words, act, kind = "quiet") {
  const element = make("button", `button button--${kind}`, words);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

function place(block, kind, box) {
  block.querySelector(`:scope > [data-autosave-says="${kind}"]`)?.remove();
  box.dataset.autosaveSays = kind;
  block.prepend(box);
  return box;
}

export function silence(block, ...kinds) {
  for (const kind of kinds) block.querySelector(`:scope > [data-autosave-says="${kind}"]`)?.remove();
}

// A sentence above the block: `actions` are pairs of words and deeds.
export function note(block, kind, words, { tone = "info", actions = [] } = {}) {
  const box = make("div", `notice notice--${tone} autosave-note`);
  const row = make("div", "autosave-buttons");
  for (const [label, act] of actions) row.append(button(label, act));
  row.append(...(kind === "gone" ? [] : [button("Понятно", () => box.remove(), "plain")]));
  const line = make("p", "", words);
  line.setAttribute("role", "status");
  box.append(line, row);
  return place(block, kind, box);
}

export async function copy(text, pressed) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without a secure address there is no clipboard for scripts: the text is shown, to be copied by hand.
    const area = make("textarea", "input autosave-by-hand");
    area.readOnly = true;
    area.rows = 6;
    area.value = text;
    area.setAttribute("aria-label", "Набранное: скопируйте отсюда");
    pressed.replaceWith(area);
    area.select();
    return;
  }
  pressed.textContent = "Скопировано";
}

// The lines that the other side does not have are marked.
function side(title, text, other, isMine) {
  const box = make("div", `conflict__side${isMine ? " conflict__side--mine" : ""}`);
  const id = `autosave-side-${count += 1}`;
  const head = make("p", "autosave-whose", title);
  head.id = id;
  const body = make("div", "conflict__text autosave-text");
  // It scrolls, so it can be reached from the keyboard.
  body.tabIndex = 0;
  body.setAttribute("role", "group");
  body.setAttribute("aria-labelledby", id);
  const known = new Set(other.split("\n"));
  for (const line of text.split("\n")) body.append(make(known.has(line) || !line.trim() ? "p" : "mark", "autosave-line", line || "\u00a0"));
  if (!text.trim()) body.replaceChildren(make("p", "soft", "пусто"));
  box.append(head, body);
  return box;
}

// `rows` are the fields in dispute: label, mine, theirs. `choose` is called with mine, theirs or both.
export function clashPanel(block, { who, when, rows, choose }) {
  const box = make("section", "conflict stack autosave-clash");
  const id = `autosave-clash-${count += 1}`;
  const told = [who, when].filter(Boolean).join(", ");
  const title = make("p", "autosave-title", `Пока вы печатали, это же место изменил другой человек${told ? `: ${told}` : ""}.`);
  title.id = id;
  title.setAttribute("role", "status");
  box.setAttribute("aria-labelledby", id);
  box.append(title);
  for (const row of rows) {
    const pair = make("div", "conflict__pair");
    pair.append(side(told ? `На сервере: ${told}` : "На сервере", row.theirs, row.mine, false), side("Ваш текст", row.mine, row.theirs, true));
    if (row.label) box.append(make("p", "autosave-label", row.label));
    box.append(pair);
  }
  const row = make("div", "autosave-buttons");
  row.append(
    button("Оставить мой текст", () => choose("mine")),
    button("Взять другой текст", () => choose("theirs")),
    button("Соединить оба", () => choose("both")),
  );
  box.append(row, make("p", "soft small", "Можно печатать дальше. Пока вы не выбрали, ваш текст хранится на этом компьютере."));
  return place(block, "clash", box);
}

// Texts that lie in this browser and have no block on the page any more.
export function leftovers(status, entries) {
  status.parentElement.querySelector(":scope > [data-autosave-says='left']")?.remove();
  if (!entries.length) return;
  const box = make("div", "notice notice--warn autosave-left");
  box.dataset.autosaveSays = "left";
  for (const entry of entries) {
    const item = make("div", "stack");
    const row = make("div", "autosave-buttons");
    const copying = button("Скопировать набранное", () => copy(entry.text, copying));
    row.append(copying, button("Удалить с этого компьютера", () => { entry.drop(); item.remove(); if (!box.childElementCount) box.remove(); }, "plain"));
    const text = make("div", "autosave-text conflict__side");
    text.tabIndex = 0;
    text.setAttribute("role", "group");
    text.setAttribute("aria-label", "Набранное");
    for (const line of entry.text.split("\n")) text.append(make("p", "autosave-line", line || "\u00a0"));
    item.append(make("p", "", `На этом компьютере осталось набранное ${entry.when}: на сервер оно не попало, а править это место больше нельзя.`), text, row);
    box.append(item);
  }
  status.after(box);
}
