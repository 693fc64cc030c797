// What a block says: its fields by name, each a list of values, as a form would send them.
const SKIPPED = new Set(["csrfmiddlewaretoken", "expected_version", "submission_key", "version", "next", "resolved"]);
const MUTE = new Set(["hidden", "password", "file", "submit", "button", "reset", "image"]);

function controls(form) {
  return [...form.elements].filter((field) => field.name && !SKIPPED.has(field.name) && !MUTE.has(field.type) && !field.disabled && "value" in field);
}

function isChoice(field) {
  return field.type === "checkbox" || field.type === "radio";
}

function chosen(field, isFirst) {
  if (isChoice(field)) return (isFirst ? field.defaultChecked : field.checked) ? [field.value] : [];
  if (field.tagName !== "SELECT") return [isFirst ? field.defaultValue : field.value];
  const options = [...field.options];
  const taken = options.filter((option) => (isFirst ? option.defaultSelected : option.selected));
  if (!taken.length && !field.multiple && options.length) return [options.find((option) => !option.disabled)?.value ?? ""];
  return taken.map((option) => option.value);
}

// `isFirst`: as the server drew it, whatever was typed since.
export function snapshot(form, isFirst = false) {
  const found = {};
  for (const field of controls(form)) (found[field.name] ??= []).push(...chosen(field, isFirst));
  return found;
}

export function fill(form, fields) {
  const left = Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, [...values]]));
  for (const field of controls(form)) {
    const values = left[field.name];
    if (!values) continue;
    const before = JSON.stringify(chosen(field, false));
    if (isChoice(field)) field.checked = values.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = values.includes(option.value);
    else {
      const value = values.shift() ?? "";
      if (field.value !== value) put(field, value);
    }
    if (JSON.stringify(chosen(field, false)) !== before) field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function put(field, value) {
  const hasCaret = field === document.activeElement && typeof field.selectionStart === "number";
  const caret = hasCaret ? field.selectionStart : 0;
  field.value = value;
  if (hasCaret) field.setSelectionRange(Math.min(caret, value.length), Math.min(caret, value.length));
}

export function textField(form, name) {
  const found = controls(form).filter((field) => field.name === name);
  return found.length === 1 && (found[0].tagName === "TEXTAREA" || ["text", "search", "url", "email", "tel"].includes(found[0].type)) ? found[0] : null;
}

export function isSame(one, two) {
  const names = new Set([...Object.keys(one), ...Object.keys(two)]);
  return [...names].every((name) => JSON.stringify(one[name]) === JSON.stringify(two[name]));
}

function tidy(values) {
  return (values ?? []).map((value) => String(value).replace(/\s+/g, " ").trim()).join("\n");
}

// The same words: servers trim ends and write line breaks in their own way. Only names that both know are compared.
export function saysTheSame(one, two) {
  return Object.keys(one).filter((name) => name in two).every((name) => tidy(one[name]) === tidy(two[name]));
}

export function words(form, fields) {
  return Object.entries(fields).filter(([name, values]) => textField(form, name) && values[0]).map(([, values]) => values[0]).join("\n\n");
}

export function showErrors(form, errors) {
  clearErrors(form);
  for (const [name, sentences] of Object.entries(errors)) {
    const field = controls(form).find((one) => one.name === name);
    const box = document.createElement("div");
    box.className = field ? "field__error" : "notice notice--bad";
    box.dataset.autosaveError = "";
    box.id = `autosave-error-${form.dataset.block}-${name}`;
    for (const sentence of sentences) { const line = document.createElement("p"); line.textContent = sentence; box.append(line); }
    const place = field?.closest(".field");
    if (!field) form.prepend(box);
    else if (place && field.parentElement === place) { place.classList.add("field--wrong"); field.before(box); }
    else if (place) { place.classList.add("field--wrong"); place.append(box); }
    else field.before(box);
    if (!field) continue;
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), box.id].filter(Boolean).join(" "));
  }
}

export function clearErrors(form) {
  for (const box of form.querySelectorAll("[data-autosave-error]")) {
    for (const field of form.querySelectorAll(`[aria-describedby~="${CSS.escape(box.id)}"]`)) {
      const rest = field.getAttribute("aria-describedby").split(" ").filter((id) => id !== box.id).join(" ");
      if (rest) field.setAttribute("aria-describedby", rest); else field.removeAttribute("aria-describedby");
      field.removeAttribute("aria-invalid");
      field.closest(".field")?.classList.remove("field--wrong");
    }
    box.remove();
  }
}
