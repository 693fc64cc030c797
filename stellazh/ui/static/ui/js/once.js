// A double click sends a form once. The button tells that it works; going back makes it ready again.
export function bindTo(form) {
  const rest = () => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll('[aria-busy="true"]')) button.removeAttribute("aria-busy");
  };
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    // Another listener may still stop the form (a question to confirm), so it is marked after all of them have run.
    queueMicrotask(() => {
      if (event.defaultPrevented && !form.matches("[hx-post], [data-hx-post]")) return;
      form.dataset.sent = "1";
      event.submitter?.setAttribute("aria-busy", "true");
    });
  });
  form.addEventListener("htmx:afterRequest", rest);
  addEventListener("pageshow", (event) => { if (event.persisted) rest(); });
}
