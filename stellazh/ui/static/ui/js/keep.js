import { SENT } from "./sent.js";

// Keeps what is being typed in this browser until the form is saved. `data-keep` names the form's subject.
const AGE_DAYS = 14;
const SKIPPED = new Set(["csrfmiddlewaretoken", "expected_version", "submission_key", "version", "next"]);

const storage = (() => {
  try { localStorage.setItem("stellazh:probe", "1"); localStorage.removeItem("stellazh:probe"); return localStorage; } catch { return null; }
})();

function fields(form) {
  return [...form.elements].filter((field) => field.name && !SKIPPED.has(field.name) && !["hidden", "password", "file", "submit", "button"].includes(field.type));
}

function written(form) {
  return fields(form).map((field) => {
    if (field.type === "checkbox" || field.type === "radio") return [field.name, field.value, field.checked];
    if (field.multiple) return [field.name, [...field.selectedOptions].map((option) => option.value), null];
    return [field.name, field.value, null];
  });
}

function restore(form, kept) {
  const left = [...kept];
  for (const field of fields(form)) {
    const choice = field.type === "checkbox" || field.type === "radio";
    const place = left.findIndex(([name, value, checked]) => name === field.name && (checked === null ? !choice : choice && value === field.value));
    if (place < 0) continue;
    const [, value, checked] = left.splice(place, 1)[0];
    if (choice) field.checked = checked;
    else if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value);
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function notice(form, when, onForget) {
  const box = document.createElement("div");
  box.className = "notice notice--info kept";
  box.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = `Восстановлено написанное ${when}: форма не была сохранена.`;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet";
  button.textContent = "Вернуть как было";
  button.addEventListener("click", () => { onForget(); box.remove(); });
  box.append(words, button);
  form.prepend(box);
}

export function bindTo(form) {
  if (!storage) return;
  const key = `stellazh:keep:${form.dataset.keep}`;
  const first = JSON.stringify(written(form));
  const answered = form.querySelector(".field__error, .form-summary") || document.querySelector(".conflict");
  if (!answered) {
    let draft = null;
    try { draft = JSON.parse(storage.getItem(key) ?? "null"); } catch { storage.removeItem(key); }
    const fresh = draft && Date.now() - draft.at < AGE_DAYS * 86_400_000;
    if (draft && !fresh) storage.removeItem(key);
    if (fresh && JSON.stringify(draft.fields) !== first) {
      restore(form, draft.fields);
      notice(form, new Date(draft.at).toLocaleString("ru", { dateStyle: "long", timeStyle: "short" }), () => {
        storage.removeItem(key);
        restore(form, JSON.parse(first));
      });
    }
  }
  let timer = 0;
  const save = () => {
    const now = written(form);
    try {
      if (JSON.stringify(now) === first) storage.removeItem(key);
      else storage.setItem(key, JSON.stringify({ at: Date.now(), fields: now }));
    } catch { /* The browser's room is full: the form works on, without a draft. */ }
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 400); });
  form.addEventListener("submit", () => { clearTimeout(timer); save(); sessionStorage.setItem(SENT, key); });
  form.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) storage.removeItem(key); });
  addEventListener("pagehide", () => { if (timer) save(); });
}
