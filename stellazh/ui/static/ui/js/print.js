// Opens the browser's print window.
export function bindTo(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
