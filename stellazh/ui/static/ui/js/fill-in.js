// Buttons that write into their form for somebody: one line of a text, or one choice in every row. Without scripts they
// send the form, and the server writes.
function changed(field, kind) {
  field.dispatchEvent(new Event(kind, { bubbles: true }));
}

function putLine(button) {
  const field = button.form.elements[button.dataset.putLine];
  // Numbered as the server counts them: without empty ones.
  const lines = field.value.split(/[\n;]/).filter((line) => line.trim());
  lines[Number(button.dataset.lineIndex)] = button.dataset.lineValue;
  field.value = `${lines.join("\n")}\n`;
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
  changed(field, "input");
}

function chooseAll(button) {
  const rows = [...button.form.elements].filter((field) => field.type === "radio" && field.closest("table") && field.value === button.dataset.chooseAll);
  for (const radio of rows) radio.checked = true;
  if (rows[0]) changed(rows[0], "change");
}

export function bindTo(button) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    if (button.dataset.putLine) putLine(button);
    else chooseAll(button);
  });
}
