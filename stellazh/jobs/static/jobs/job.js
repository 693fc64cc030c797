// The numbers of a running job come with the live stream at once; the page asks the server itself when the state
// changes, and every two seconds only as long as the stream is silent.

const QUIET_MILLISECONDS = 5000;
let heardAt = 0;

function show(part, { done, total, message }) {
  const words = part.querySelector(".progress__label");
  const bar = part.querySelector("progress");
  if (!words || !bar) return;
  words.textContent = (message || "Идёт работа") + (total ? `: ${done} из ${total}` : "");
  if (total) {
    bar.max = total;
    bar.value = done;
  } else {
    bar.removeAttribute("value");
  }
}

// Heard on its way down: the event of the stream does not bubble.
document.addEventListener("live", (event) => {
  const part = event.target.closest("[data-job]");
  if (!part) return;
  const news = event.detail;
  if (news && news.state === part.dataset.job) {
    heardAt = Date.now();
    show(part, news);
  } else {
    part.dispatchEvent(new CustomEvent("job-changed"));
  }
}, true);

document.addEventListener("htmx:configRequest", (event) => {
  const isPoll = event.target.matches("[data-job]") && event.detail.triggeringEvent?.type !== "job-changed";
  if (isPoll && Date.now() - heardAt < QUIET_MILLISECONDS) event.preventDefault();
});
