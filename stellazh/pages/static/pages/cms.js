// What the editor of pages lacks: names of two fields, and patience between its saving by itself and a pressed button.

const NAMELESS = {
  '.public-DraftEditor-content[role="textbox"]:not([aria-label]):not([aria-labelledby])': "Текст",
  "#fileupload:not([aria-label])": "Файлы картинок",
};

function giveNames() {
  for (const [fields, words] of Object.entries(NAMELESS)) {
    document.querySelectorAll(fields).forEach((field) => field.setAttribute("aria-label", words));
  }
}

let isAsked = false;
new MutationObserver(() => {
  if (isAsked) return;
  isAsked = true;
  requestAnimationFrame(() => {
    isAsked = false;
    giveNames();
  });
}).observe(document.documentElement, { childList: true, subtree: true });
giveNames();

// A new page is made by the first saving. «Опубликовать» pressed before its answer came would make a second page: the
// button waits for the answer, and nothing is saved any more once it is on its way.
let isSaving = false;
let isLeaving = false;
let waiting = null;

document.addEventListener("w-autosave:save", (event) => {
  if (isLeaving) event.preventDefault();
  else isSaving = true;
});

document.addEventListener(
  "submit",
  (event) => {
    if (event.target.id !== "page-edit-form") return;
    if (!isSaving) {
      isLeaving = true;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (waiting) return;
    waiting = event.target;
    // The button is switched off meanwhile, and a button that is off is not sent.
    if (event.submitter?.name) {
      const deed = document.createElement("input");
      Object.assign(deed, { type: "hidden", name: event.submitter.name, value: event.submitter.value });
      waiting.append(deed);
    }
  },
  true,
);

function goOn() {
  isSaving = false;
  const form = waiting;
  waiting = null;
  form?.requestSubmit();
}
for (const end of ["success", "error", "deactivated"]) document.addEventListener(`w-autosave:${end}`, goOn);
window.addEventListener("pageshow", (event) => {
  if (event.persisted) isLeaving = false;
});
