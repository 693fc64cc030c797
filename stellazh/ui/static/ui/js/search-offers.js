// Titles offered under the field of the search: arrows choose, Enter goes there, Escape closes. Without it the form works.
const WAIT = 180;

export function bindTo(field) {
  const list = document.createElement("div");
  list.className = "search-offers";
  list.id = `${field.id}-offers`;
  list.hidden = true;
  field.after(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
  let timer = 0;
  let asked = null;

  const options = () => [...list.querySelectorAll('[role="option"]')];
  const chosen = () => list.querySelector('[aria-selected="true"]');

  function show(isShown) {
    list.hidden = !isShown;
    field.setAttribute("aria-expanded", String(isShown));
    if (!isShown) field.removeAttribute("aria-activedescendant");
  }

  function choose(option) {
    chosen()?.setAttribute("aria-selected", "false");
    if (!option) return field.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const typed = field.value.trim();
    if (typed.length < 2) return show(false);
    try {
      const address = `${field.dataset.searchOffers}?q=${encodeURIComponent(typed)}`;
      const answer = await fetch(address, { signal: asked.signal, headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok) return show(false);
      const piece = new DOMParser().parseFromString(await answer.text(), "text/html");
      list.replaceChildren(...piece.body.children);
      show(options().length > 0 && document.activeElement === field);
    } catch (trouble) {
      if (trouble.name !== "AbortError") show(false);
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      return show(false);
    }
    if (list.hidden || !["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
    const all = options();
    const place = all.indexOf(chosen());
    if (event.key === "Enter") {
      if (place < 0) return;
      event.preventDefault();
      all[place].click();
      return;
    }
    event.preventDefault();
    choose(all[(place + (event.key === "ArrowDown" ? 1 : -1) + all.length + (place < 0 && event.key === "ArrowUp" ? 1 : 0)) % all.length]);
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  field.addEventListener("blur", () => show(false));
}
