// One stream for the whole page. An element with `data-live-topic="plan:5"` gets the event `live` for htmx
// (`hx-trigger="live"`) whenever the server speaks of that topic. Where the stream cannot be held, it polls. A hidden page
// holds no stream: browsers allow six connections to a host, and tabs left open must not use them up.
const POLL_MS = 30_000;
const RETRY_MS = 3_000;
const WAIT_MS = 50;
const elements = new Set();
let stream = null;
let topicsOpen = "";
let poll = 0;
let planned = 0;
let failures = 0;
let wasHidden = false;

function present() {
  for (const element of elements) if (!element.isConnected) elements.delete(element);
  return [...new Set([...elements].flatMap((element) => element.dataset.liveTopic.split(/\s+/)))].filter(Boolean).sort();
}

function tell(topic, data) {
  for (const element of elements) {
    if (!element.isConnected || (topic && !element.dataset.liveTopic.split(/\s+/).includes(topic))) continue;
    element.dispatchEvent(new CustomEvent("live", { bubbles: false, detail: data }));
  }
}

function setPolling(on) {
  clearInterval(poll);
  poll = on ? setInterval(() => { if (!document.hidden) tell(null, null); }, POLL_MS) : 0;
}

function open() {
  const topics = document.hidden ? "" : present().join(",");
  if (topics === topicsOpen && stream) return;
  stream?.close();
  stream = null;
  topicsOpen = topics;
  if (!topics) { setPolling(false); return; }
  if (!("EventSource" in window)) { setPolling(true); return; }
  stream = new EventSource(`/live/?topics=${encodeURIComponent(topics)}`);
  stream.addEventListener("open", () => {
    // What was said while the line was down is read from the page's own address.
    if (failures || wasHidden) tell(null, null);
    failures = 0;
    wasHidden = false;
    setPolling(false);
  });
  stream.addEventListener("message", (event) => {
    try { const { topic, data } = JSON.parse(event.data); if (topic) tell(topic, data); } catch { /* A heartbeat. */ }
  });
  // Too much was said at once, or a right has ended: what may be seen is read anew.
  for (const news of ["lost", "revoked"]) stream.addEventListener(news, () => tell(null, null));
  stream.addEventListener("error", () => {
    failures += 1;
    if (!poll) setPolling(true);
    if (stream?.readyState === EventSource.CLOSED) {
      stream = null;
      topicsOpen = "";
      setTimeout(plan, Math.min(RETRY_MS * 2 ** Math.min(failures, 5), 60_000));
    }
  });
}

function plan() {
  clearTimeout(planned);
  planned = setTimeout(open, WAIT_MS);
}

export function bindTo(element) {
  elements.add(element);
  plan();
}

addEventListener("pagehide", () => { stream?.close(); stream = null; topicsOpen = ""; });
document.addEventListener("visibilitychange", () => { wasHidden ||= document.hidden; plan(); });
addEventListener("pageshow", (event) => { if (event.persisted) plan(); });
document.addEventListener("htmx:afterSwap", plan);
