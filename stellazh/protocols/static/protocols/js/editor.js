// The page of writing a protocol: places grow with their text, Ctrl+Enter adds the next speech or decision.
const editor = document.querySelector("[data-editor]");

function grow(area) {
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight + 3}px`;
}

function growAll(root) {
  // Newer browsers do it by themselves.
  if (CSS.supports("field-sizing", "content")) return;
  for (const area of root.querySelectorAll("textarea")) grow(area);
}

// The button that adds one more where the caret stands.
function adding(element) {
  const named = element.closest("[data-adds]");
  if (named) return document.getElementById(named.dataset.adds);
  return element.closest(".decisions")?.querySelector(":scope > .decisions__add") ?? null;
}

// A key of version 4, also where the page came without encryption.
function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

if (editor) {
  growAll(editor);
  // All buttons that add share one form, so each brings a key of its own: a double click makes one row.
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (!detail.elt.matches(".speeches__add, .decisions__add")) return;
    detail.elt.dataset.key ??= freshKey();
    detail.parameters.submission_key = detail.elt.dataset.key;
  });
  editor.addEventListener("input", ({ target }) => {
    if (target.tagName === "TEXTAREA" && !CSS.supports("field-sizing", "content")) grow(target);
  });
  document.addEventListener("htmx:load", ({ detail }) => growAll(detail.elt));
  editor.addEventListener("toggle", ({ target }) => growAll(target), true);
  // The post of somebody chosen from those present stands at once, before the caret gets there.
  editor.addEventListener("change", ({ target }) => {
    const post = target.name === "name" && target.list ? target.form.elements.post : null;
    if (!post || post.value) return;
    const chosen = [...target.list.options].find((option) => option.value === target.value);
    if (!chosen?.dataset.post) return;
    post.value = chosen.dataset.post;
    post.dispatchEvent(new Event("input", { bubbles: true }));
  });
  editor.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const button = adding(event.target);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}
