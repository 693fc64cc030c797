// Buttons that put a field into the text where the caret stands.
export function bindPalettes(root) {
  const pattern = document.querySelector("template[data-palette]");
  for (const place of root.querySelectorAll("[data-palette-here]")) {
    if (place.firstChild) continue;
    place.append(pattern.content.cloneNode(true));
    const text = place.parentElement.querySelector("textarea");
    place.addEventListener("click", (event) => {
      const chip = event.target.closest("[data-field]");
      if (!chip) return;
      const mark = `{{ ${chip.dataset.field} }}`;
      text.focus();
      text.setRangeText(mark, text.selectionStart, text.selectionEnd, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
      text.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}
