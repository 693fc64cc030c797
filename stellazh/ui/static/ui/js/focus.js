// After a refusal the reader is brought to the words that explain it.
export function bindTo(element) {
  element.focus({ preventScroll: false });
}
