// `data-confirm="Вопрос?"` on a button or a form: a dialog of the page asks first. Without scripts the action goes to
// its own address, whose page asks (ui/confirm.html) or does what can be undone.
function ask(question, yes) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog stack";
  const words = document.createElement("p");
  words.id = "confirm-question";
  words.textContent = question;
  dialog.setAttribute("aria-labelledby", words.id);
  const row = document.createElement("form");
  row.method = "dialog";
  row.className = "form-actions";
  const no = document.createElement("button");
  no.className = "button button--quiet";
  no.value = "no";
  no.textContent = "Отмена";
  const go = document.createElement("button");
  go.className = "button";
  go.value = "yes";
  go.textContent = yes;
  row.append(go, no);
  dialog.append(words, row);
  document.body.append(dialog);
  dialog.showModal();
  no.focus();
  return new Promise((resolve) => dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "yes"); }));
}

export function bindTo(element) {
  let agreed = false;
  const kind = element instanceof HTMLFormElement ? "submit" : "click";
  element.addEventListener(kind, async (event) => {
    if (agreed) { agreed = false; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = kind === "submit" ? event.submitter : element;
    if (!(await ask(element.dataset.confirm, submitter?.textContent.trim() || "Да"))) return;
    agreed = true;
    if (kind === "submit") element.requestSubmit(submitter);
    else element.click();
  }, { capture: true });
}
