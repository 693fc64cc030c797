// The picker of figures: a click puts the mark where the cursor was. Without scripts the marks are read and copied.
const picker = document.querySelector("[data-marks]");
let field = null;

function grow(area) {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight + 3}px`;
}

function written(mark, way) {
  return way ? mark.replace(/^\{\{\s*/, `{{ ${way}: `) : mark;
}

function put(mark, way) {
  if (!field?.isConnected) return false;
  const text = written(mark, way);
  const { selectionStart: from, selectionEnd: to } = field;
  const gap = from > 0 && /[^\s(«"—-]/.test(field.value[from - 1]) ? " " : "";
  field.focus();
  field.setRangeText(gap + text, from, to, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

if (picker) {
  for (const area of document.querySelectorAll("[data-marks-field]")) grow(area);
  document.addEventListener("focusin", ({ target }) => { if (target.matches("[data-marks-field]")) field = target; });
  document.addEventListener("input", ({ target }) => { if (target.matches("[data-marks-field]")) grow(target); });
  const says = picker.querySelector("[data-marks-says]");
  const ways = picker.querySelector("[data-marks-way]");
  ways.hidden = false;
  for (const code of picker.querySelectorAll("code")) {
    const button = document.createElement("button");
    const line = code.closest("li");
    button.type = "button";
    button.className = "marks__put";
    button.dataset.mark = code.textContent;
    button.append(...line.querySelector("span").cloneNode(true).childNodes);
    button.title = code.textContent;
    line.replaceChildren(button);
  }
  picker.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-mark]");
    if (!button) return;
    const done = put(button.dataset.mark, ways.querySelector("select").value);
    says.textContent = done ? "" : "Сначала поставьте курсор туда, где должно стоять число.";
  });
}
