// What was scanned and not yet answered by the server. It lies in this browser's storage, so that a closed tab, a
// reload or a flat battery loses nothing; each scan has a key of its own, so that sending twice marks once.

export function newKey() {
  // `randomUUID` exists under https only.
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export class Queue {
  constructor(name) {
    this.name = name;
    this.unstored = [];
  }

  // Read anew each time: another tab may scan the same event.
  all() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.name) || "[]");
      return Array.isArray(kept) ? [...kept, ...this.unstored] : this.unstored;
    } catch {
      return this.unstored;
    }
  }

  add(scan) {
    try {
      const kept = JSON.parse(localStorage.getItem(this.name) || "[]");
      localStorage.setItem(this.name, JSON.stringify([...kept, scan]));
    } catch {
      // The browser keeps nothing: the scan lives as long as the page.
      this.unstored.push(scan);
    }
  }

  remove(keys) {
    this.unstored = this.unstored.filter((scan) => !keys.has(scan.key));
    try {
      const kept = JSON.parse(localStorage.getItem(this.name) || "[]").filter((scan) => !keys.has(scan.key));
      if (kept.length) localStorage.setItem(this.name, JSON.stringify(kept));
      else localStorage.removeItem(this.name);
    } catch { /* Nothing was kept there. */ }
  }
}
