// What was changed last, taken back step by step; kept in this page only.
const MOST = 100;
const OUTSIDE = new Set(["csrfmiddlewaretoken", "expected_version", "shown", "sample", "sample_name", "do"]);

export class History {
  #form;
  #past = [];
  #now;

  constructor(form) {
    this.#form = form;
    this.#now = this.#read();
  }

  get isFull() { return this.#past.length > 0; }

  #controls() {
    return [...this.#form.elements].filter((one) => one.name && !OUTSIDE.has(one.name) && !one.name.includes("_FORMS") && one.type !== "submit" && one.type !== "button");
  }

  #read() {
    return JSON.stringify(this.#controls().map((one) => [one.name, one.type === "checkbox" ? one.checked : one.value]));
  }

  // Call after every change: equal states are one.
  keep() {
    const now = this.#read();
    if (now === this.#now) return;
    this.#past.push(this.#now);
    if (this.#past.length > MOST) this.#past.shift();
    this.#now = now;
  }

  back() {
    const before = this.#past.pop();
    if (before === undefined) return false;
    const known = new Map(JSON.parse(before));
    for (const one of this.#controls()) {
      if (known.has(one.name)) {
        if (one.type === "checkbox") one.checked = known.get(one.name); else one.value = known.get(one.name);
      } else if (one.name.endsWith("-DELETE")) {
        // A block added since: it leaves the sheet again.
        one.checked = true;
      }
    }
    this.#now = this.#read();
    return true;
  }
}
