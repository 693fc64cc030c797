// Asks before a page with an unsaved form is left.
export function bindTo(form) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", (event) => { queueMicrotask(() => { if (!event.defaultPrevented) changed = false; }); });
  form.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) changed = false; });
  addEventListener("beforeunload", (event) => { if (changed && form.isConnected) event.preventDefault(); });
}
