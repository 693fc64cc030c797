// One stream for this page: every element with data-live="topic" gets a bubbling «live» event with the topic's data,
// and «live-refresh» when it should fetch its part anew (hx-trigger="live-refresh"). A hidden page holds no stream:
// browsers allow six connections to a host, and tabs left open must not use them up.

let source = null;
let followed = "";

const elements = () => [...document.querySelectorAll("[data-live]")];
const topics = () => [...new Set(elements().map((element) => element.dataset.live))].sort();

function tell(topic, data) {
  for (const element of elements()) {
    if (topic !== null && element.dataset.live !== topic) continue;
    if (data) element.dispatchEvent(new CustomEvent("live", { bubbles: true, detail: { topic, data } }));
    element.dispatchEvent(new CustomEvent("live-refresh", { bubbles: true, detail: { topic } }));
  }
}

function close() {
  if (source) source.close();
  source = null;
  followed = "";
}

function follow() {
  const wanted = document.hidden ? "" : topics().join(",");
  if (wanted === followed) return;
  const wasHidden = source === null;
  close();
  if (!wanted) return;
  followed = wanted;
  source = new EventSource(`/live/?topics=${encodeURIComponent(wanted)}`);
  source.onmessage = (event) => {
    const message = JSON.parse(event.data);
    tell(message.topic, message.data);
  };
  source.addEventListener("lost", () => tell(null, null));
  source.addEventListener("revoked", (event) => {
    for (const topic of JSON.parse(event.data).topics) tell(topic, null);
  });
  // What happened while nobody listened is on the server.
  let isFirst = !wasHidden;
  source.onopen = () => {
    if (!isFirst) tell(null, null);
    isFirst = false;
  };
}

document.addEventListener("visibilitychange", follow);
document.addEventListener("htmx:afterSettle", follow);
window.addEventListener("pagehide", close);
window.addEventListener("pageshow", follow);
follow();
