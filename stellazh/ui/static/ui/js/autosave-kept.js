// The store of this browser: what was typed and is not yet known to be on the server. A key names the person, the
// subject of the page, the block and the page that was open, so that two tabs never write over one another.
const PREFIX = "stellazh:typed:";
const AGE_DAYS = 30;
const SENT_KEPT = 3;
// Different in every page, copies of a tab included.
const page = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const storage = (() => {
  try { localStorage.setItem("stellazh:probe", "1"); localStorage.removeItem("stellazh:probe"); return localStorage; } catch { return null; }
})();

function part(text) {
  return encodeURIComponent(text);
}

export class Kept {
  constructor(who, subject) {
    this.start = `${PREFIX}${part(who)}:${part(subject)}:`;
    this.isWorking = storage !== null;
  }

  key(block) {
    return `${this.start}${part(block)}:${page}`;
  }

  // True when the browser took it. `sent` are the texts on their way: their answers may be lost.
  put(block, { version, base, fields, sent, text }) {
    if (!storage) return false;
    try {
      storage.setItem(this.key(block), JSON.stringify({ at: Date.now(), version, base, fields, sent: sent.slice(-SENT_KEPT), text }));
      this.isWorking = true;
    } catch { this.isWorking = false; }
    return this.isWorking;
  }

  forget(block) {
    storage?.removeItem(this.key(block));
  }

  // What other pages of the same person left, oldest first; what is too old goes.
  left() {
    if (!storage) return [];
    const found = [];
    for (const key of Object.keys(storage)) {
      if (!key.startsWith(PREFIX)) continue;
      let entry = null;
      try { entry = JSON.parse(storage.getItem(key)); } catch { /* Not ours to read. */ }
      if (!entry?.fields || !entry.base || Date.now() - entry.at > AGE_DAYS * 86_400_000) { storage.removeItem(key); continue; }
      if (!key.startsWith(this.start) || key.endsWith(`:${page}`)) continue;
      found.push({ ...entry, key, block: decodeURIComponent(key.slice(this.start.length).split(":")[0]), drop: () => storage.removeItem(key) });
    }
    return found.sort((one, two) => one.at - two.at);
  }
}

// «в 14:05», «8 октября в 14:05».
export function momentWords(at) {
  const moment = new Date(at);
  if (moment.toDateString() === new Date().toDateString()) return `в ${moment.toLocaleTimeString("ru", { hour: "2-digit", minute: "2-digit" })}`;
  return moment.toLocaleString("ru", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
}
