// Copies the text of `data-copy` and says so on the button itself.
export function bindTo(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  const label = button.querySelector("span") ?? button;
  const usual = label.textContent;
  label.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    try { await navigator.clipboard.writeText(button.dataset.copy); label.textContent = "Скопировано"; } catch { label.textContent = "Не вышло: выделите и скопируйте сами"; }
    setTimeout(() => { label.textContent = usual; }, 3000);
  });
}
