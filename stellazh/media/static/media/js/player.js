// A film of another host is asked for only after a click: until then that host learns nothing of the reader.

const ALLOWED = "autoplay; encrypted-media; fullscreen; picture-in-picture; screen-wake-lock";
// The frame may run its own scripts on its own address and open its own site; it may not lead our page away.
const SANDBOX = "allow-scripts allow-same-origin allow-presentation allow-popups allow-popups-to-escape-sandbox";

function show(screen) {
  const frame = document.createElement("iframe");
  frame.className = "film__frame";
  frame.title = screen.dataset.filmTitle;
  frame.setAttribute("sandbox", SANDBOX);
  frame.setAttribute("allow", ALLOWED);
  frame.setAttribute("allowfullscreen", "");
  // Hosts ask which site shows a film; the page of it is not their business.
  frame.setAttribute("referrerpolicy", "strict-origin-when-cross-origin");
  frame.src = screen.dataset.film;
  screen.replaceChildren(frame);
  frame.focus();
}

function bind(screen) {
  const button = screen.querySelector("[data-film-show]");
  if (!button || !button.hidden) return;
  button.hidden = false;
  screen.querySelector("[data-film-note]").hidden = false;
  button.addEventListener("click", () => show(screen), { once: true });
}

function bindAll(root) {
  for (const screen of root.querySelectorAll("[data-film]")) bind(screen);
}

bindAll(document);
document.addEventListener("htmx:load", (event) => bindAll(event.detail.elt.parentElement ?? document));
