// The numbers of a running job come with the live stream at once; the page asks the server itself when the state
// changes, and every two seconds only as long as the stream is silent.

const QUIET_MILLISECONDS = 5000;
let heardAt = 0;

document.addEventListener("live", (event) => {
  const part = event.target.closest("[data-job]");
  if (!part) return;
  const { state, done, total, message } = event.detail.data;
  heardAt = Date.now();
  if (state !== part.dataset.job) {
    part.dispatchEvent(new CustomEvent("job-changed"));
    return;
  }
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
});

document.addEventListener("htmx:configRequest", (event) => {
  const isPoll = event.target.matches("[data-job]") && event.detail.triggeringEvent?.type !== "job-changed";
  if (isPoll && Date.now() - heardAt < QUIET_MILLISECONDS) event.preventDefault();
});
