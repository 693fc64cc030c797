import { say } from "./say.js";
import { forgetSaved } from "./sent.js";

// Binds behaviour to data attributes. A module is fetched only when a page, or a part that htmx brought, asks for it.
const modules = {
  "[data-keep]": () => import("./keep.js"),
  "[data-once]": () => import("./once.js"),
  "[data-unsaved]": () => import("./unsaved.js"),
  "[data-confirm]": () => import("./confirm.js"),
  "[data-live-topic]": () => import("./live.js"),
  "[data-paste-table]": () => import("./paste-table.js"),
  "[data-copy]": () => import("./copy.js"),
  "[data-print]": () => import("./print.js"),
  "[data-menu]": () => import("./menu.js"),
  "[data-rail]": () => import("./rail.js"),
  "[data-shelf]": () => import("./shelf.js"),
  "[data-autosave]": () => import("./autosave.js"),
  "[data-autosave-status]": () => import("./autosave.js"),
  "[data-focus]": () => import("./focus.js"),
  "[data-passkey]": () => import("./passkey.js"),
  "[data-fill-in]": () => import("./fill-in.js"),
  "[data-search-offers]": () => import("./search-offers.js"),
};

function matching(root, selector) {
  const found = [...root.querySelectorAll(selector)];
  if (root instanceof Element && root.matches(selector)) found.unshift(root);
  return found;
}

async function bind(root) {
  for (const [selector, load] of Object.entries(modules)) {
    const elements = matching(root, selector);
    if (!elements.length) continue;
    const { bindTo } = await load();
    for (const element of elements) {
      const mark = `bound${selector.replace(/\W/g, "")}`;
      if (element[mark]) continue;
      element[mark] = true;
      bindTo(element);
    }
  }
}

try { forgetSaved(); } catch { /* The browser keeps nothing: there is no draft either. */ }
bind(document);
document.addEventListener("htmx:load", (event) => bind(event.detail.elt));
document.addEventListener("htmx:responseError", () => say("Сервер не ответил как надо. Попробуйте ещё раз."));
document.addEventListener("htmx:sendError", () => say("Нет связи с сервером. Написанное остаётся на странице."));
