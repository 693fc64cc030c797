import { clearErrors, fill, isSame, saysTheSame, showErrors, snapshot, textField, words } from "./autosave-fields.js";
import { momentWords } from "./autosave-kept.js";
import { mergeThree, movedCaret } from "./autosave-merge.js";
import { clashPanel, copy, note, silence } from "./autosave-panel.js";
import { post } from "./autosave-post.js";

// One form that saves by itself. `base` is the text that the server is known to have under `version`.
const QUIET_MS = 1500;
const LONGEST_MS = 4000;
const KEEP_MS = 300;
const HELD = 20;
export const WAITING = new Set(["offline", "signed-out"]);

function list(value) {
  return (Array.isArray(value) ? value : [value ?? ""]).map((one) => String(one).replace(/\r\n?/g, "\n"));
}

export class Block {
  constructor(form, page) {
    this.form = form;
    this.page = page;
    this.name = form.dataset.block;
    this.versionField = form.querySelector("[name='expected_version'], [name$='-expected_version']");
    this.version = Number(this.versionField?.defaultValue ?? 0);
    this.base = snapshot(form, true);
    // Texts of this page that the server may have got without our knowing: an answer was lost, another tab was faster.
    this.sent = [];
    this.held = [];
    this.state = "saved";
    this.isKept = true;
    this.resolution = null;
    form.dataset.autosaveOn = "";
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    form.addEventListener("submit", (event) => this.submitted(event));
  }

  set(state) {
    this.state = state;
    this.form.dataset.autosaveState = state;
    this.page.show();
  }

  get now() { return snapshot(this.form); }

  get isDirty() { return this.resolution !== null || !isSame(this.now, this.base); }

  // The texts that the server does not have, to be read and copied.
  get ownWords() {
    return words(this.form, Object.fromEntries(Object.entries(this.now).filter(([name, values]) => !isSame({ name: values }, { name: this.base[name] }))));
  }

  typed() {
    if (this.isFilling) return;
    this.keepSoon();
    if (this.state === "saved" && this.isDirty) this.set("typed");
    if (["typed", "sending", "wrong"].includes(this.state)) this.sendSoon();
  }

  // Not put off by the next key: kept at least every KEEP_MS.
  keepSoon() {
    this.keeping ||= setTimeout(() => this.keep(), KEEP_MS);
  }

  sendSoon() {
    this.unsentSince ||= Date.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), Math.max(0, Math.min(QUIET_MS, this.unsentSince + LONGEST_MS - Date.now())));
  }

  // True when nothing of what is typed would be lost with this page.
  keep() {
    clearTimeout(this.keeping);
    this.keeping = 0;
    const fields = this.now;
    if (!this.isDirty) {
      this.page.kept.forget(this.name);
      this.isKept = true;
    } else {
      if (!this.held.some((one) => isSame(one, fields))) this.held = [...this.held, fields].slice(-HELD);
      this.isKept = this.page.kept.put(this.name, { version: this.version, base: this.base, fields, sent: this.sent, text: this.ownWords });
    }
    return this.isKept;
  }

  async send() {
    clearTimeout(this.timer);
    if (this.request) { this.isAgain = true; return; }
    if (["clash", "gone"].includes(this.state) && !this.resolution && !this.isTried) return;
    this.isTried = false;
    this.unsentSince = 0;
    const fields = this.now;
    if (!this.isDirty) { this.keep(); this.set("saved"); return; }
    this.sent.push(fields);
    this.keep();
    if (!WAITING.has(this.state)) this.set("sending");
    this.request = post(this, fields);
    const answer = await this.request;
    this.request = null;
    this.take(answer, fields);
    const isAgain = this.isAgain;
    this.isAgain = false;
    if (["saved", "typed"].includes(this.state) && this.isDirty) {
      this.set("typed");
      if (isAgain) this.send(); else this.sendSoon();
    }
  }

  take({ kind, json }, fields) {
    if (kind === "saved") this.saved(json, fields);
    else if (kind === "clash") this.clash(json, fields);
    else if (kind === "wrong") { showErrors(this.form, json.errors ?? {}); this.set("wrong"); this.page.reached(); }
    else if (kind === "gone") this.gone(json.reason);
    else if (kind === "signed-out") { this.set("signed-out"); this.page.signedOut(json); }
    else { this.trouble = kind; this.set("offline"); this.page.waitForServer(json.retryAfter); }
  }

  saved(json, fields) {
    this.base = fields;
    this.resolution = null;
    this.agree(json.version);
    clearErrors(this.form);
    silence(this.form, "clash", "gone");
    this.writeAsStored(json.fields ?? {}, fields);
    this.keep();
    this.page.wasSaved(this, json);
    this.set(this.isDirty ? "typed" : "saved");
  }

  // The server knows us under this version: what was under way has arrived.
  agree(version) {
    this.version = version;
    if (this.versionField) this.versionField.value = String(version);
    this.sent = [];
    this.held = [];
  }

  // What the server wrote otherwise than it was typed; never under somebody's fingers.
  writeAsStored(stored, fields) {
    const now = this.now;
    const changes = {};
    for (const [name, value] of Object.entries(stored)) {
      const hasFocus = this.form.elements[name] === document.activeElement;
      if (name in now && !hasFocus && isSame({ name: now[name] }, { name: fields[name] })) changes[name] = list(value);
    }
    this.write(changes);
    // As the controls show it: a control may have its own way of writing.
    for (const name of Object.keys(changes)) this.base = { ...this.base, [name]: this.now[name] };
  }

  write(fields) {
    this.isFilling = true;
    fill(this.form, fields);
    this.isFilling = false;
  }

  isOurs(theirs) {
    return [...this.sent, ...this.held].find((one) => saysTheSame(theirs, one));
  }

  clash(json, fields) {
    const now = this.now;
    const theirs = { ...this.base, ...fields };
    const strange = [];
    const told = json.fields ?? [];
    for (const row of told) {
      if (row.name in now) theirs[row.name] = list(row.value ?? row.theirs);
      else if (row.theirs !== row.mine) strange.push({ label: row.label, mine: row.mine, theirs: row.theirs });
    }
    const rebase = (base) => { this.base = base; this.agree(json.version); };
    const ours = !strange.length && (this.isOurs(theirs) ?? (saysTheSame(theirs, this.base) ? this.base : null));
    if (ours) {
      rebase(ours);
      if (!this.resolution && isSame(now, ours)) this.page.savedAt = json.when || this.page.savedAt;
      this.settle();
      return;
    }
    const { joined, disputed } = this.join(now, theirs);
    if (!disputed.length && !strange.length) {
      this.writeJoined(joined);
      rebase(theirs);
      const whose = json.who_of ? `Ваш текст и текст ${json.who_of} соединены` : `Ваш текст соединён с тем, что записал другой человек${json.who ? ` (${[json.who, json.when].filter(Boolean).join(", ")})` : ""}`;
      note(this.form, "joined", `${whose}: вы правили разные места. Проверьте, как читается.`, { tone: "ok" });
      this.settle();
      return;
    }
    this.set("clash");
    this.keep();
    this.page.reached();
    const rows = disputed.map((name) => {
      const row = told.find((one) => one.name === name);
      return { label: row?.label ?? "", mine: this.say(name), theirs: row?.theirs ?? theirs[name].join(", ") };
    });
    clashPanel(this.form, {
      who: json.who, when: json.when, rows: [...rows, ...strange],
      choose: (choice) => this.settleClash(choice, theirs, json.version),
    });
  }

  // What a control shows of itself: the words of a choice, not its code.
  say(name) {
    const field = this.form.elements[name];
    if (field?.tagName === "SELECT") return [...field.selectedOptions].map((option) => option.label).join(", ");
    return this.now[name].join(", ");
  }

  // Both people's changes where they touch different fields or paragraphs; `disputed` are the names where they do not.
  join(now, theirs) {
    const joined = {};
    const disputed = [];
    for (const name of Object.keys(now)) {
      const [base, mine, other] = [this.base[name] ?? [""], now[name], theirs[name] ?? now[name]];
      if (isSame({ base }, { base: other }) || isSame({ base: mine }, { base: other })) continue;
      if (isSame({ base }, { base: mine })) { joined[name] = { text: null, values: other }; continue; }
      const field = textField(this.form, name);
      const merged = field && mergeThree(base[0] ?? "", mine[0] ?? "", other[0] ?? "");
      if (merged && field.tagName === "TEXTAREA") joined[name] = { ...merged, values: [merged.text], mine: mine[0] };
      if (!merged || merged.hasClashed) disputed.push(name);
    }
    return { joined, disputed };
  }

  writeJoined(joined) {
    const focused = document.activeElement;
    const change = Object.hasOwn(joined, focused?.name) && this.form.contains(focused) ? joined[focused.name] : null;
    const carets = change?.places ? [focused.selectionStart, focused.selectionEnd].map((caret) => movedCaret(change.mine, change, caret)) : null;
    this.write(Object.fromEntries(Object.entries(joined).map(([name, { values }]) => [name, values])));
    if (carets) focused.setSelectionRange(...carets);
  }

  settleClash(choice, theirs, version) {
    const now = this.now;
    const { joined, disputed } = this.join(now, theirs);
    const rejected = {};
    for (const name of disputed) {
      if (choice === "mine") { rejected[name] = theirs[name].join(", "); delete joined[name]; }
      if (choice === "theirs") { rejected[name] = now[name].join(", "); joined[name] = { values: theirs[name] }; }
      // One line has no room for paragraphs.
      if (choice === "both" && !joined[name] && textField(this.form, name)) joined[name] = { values: [`${theirs[name][0]} / ${now[name][0]}`] };
    }
    this.writeJoined(joined);
    this.base = theirs;
    this.agree(version);
    this.resolution = { choice, rejected: { ...this.resolution?.rejected, ...rejected } };
    silence(this.form, "clash");
    this.set("typed");
    this.send();
  }

  // After the server's text has become the base: send what is still ours alone.
  settle() {
    silence(this.form, "clash");
    this.keep();
    this.page.reached();
    this.isAgain = this.isDirty;
    this.set(this.isDirty ? "typed" : "saved");
  }

  gone(reason) {
    this.set("gone");
    this.keep();
    const box = note(this.form, "gone", `Править здесь больше нельзя. ${reason || "Страница закрыта или удалена."} Набранное хранится на этом компьютере.`, {
      tone: "warn",
      actions: [
        ["Скопировать набранное", (event) => copy(this.ownWords, event.target)],
        ["Попробовать ещё раз", () => { box.remove(); this.isTried = true; this.set("typed"); this.send(); }],
      ],
    });
  }

  // Another tab of the same person has saved this block.
  heard({ version, fields, savedAt }) {
    if (version <= this.version || this.request) return;
    const now = this.now;
    const isClean = !this.isDirty;
    if (!isClean && !saysTheSame(fields, now) && !this.isOurs(fields)) return;
    if (isClean) this.write(fields);
    this.base = { ...this.base, ...fields };
    this.agree(version);
    this.page.savedAt = savedAt;
    this.settle();
    if (this.isDirty) this.sendSoon();
  }

  // Texts of this block that other pages of the same person left behind.
  restore(entries) {
    const drawn = this.base;
    const early = isSame(this.now, drawn) ? null : this.now;
    if (this.form.querySelector(".field__error, .form-summary")) return;
    const known = (fields) => Object.fromEntries(Object.keys(drawn).map((name) => [name, fields[name] ?? drawn[name]]));
    let mine = null;
    const done = [];
    let at = 0;
    for (const entry of entries) {
      const fields = known(entry.fields);
      const sent = entry.sent.map(known);
      done.push(entry);
      if (saysTheSame(fields, drawn)) continue;
      const isCurrent = entry.version === this.version || sent.some((one) => saysTheSame(one, drawn));
      if (mine) { mine = this.union(mine, fields); continue; }
      mine = fields;
      at = entry.at;
      this.sent = sent;
      if (!isCurrent) { this.base = known(entry.base); this.version = entry.version; }
    }
    if (mine) {
      this.write(early ? this.union(mine, early) : mine);
      note(this.form, "restored", `Восстановлено набранное ${momentWords(at)}, не успевшее сохраниться.`, {
        actions: [["Вернуть как было", () => { this.write(drawn); silence(this.form, "restored"); this.typed(); }]],
      });
    }
    if (this.keep()) for (const entry of done) entry.drop();
    if (this.isDirty) { this.set("typed"); this.send(); }
  }

  union(one, two) {
    const joined = { ...two };
    for (const name of Object.keys(two)) if (textField(this.form, name)) joined[name] = [mergeThree(this.base[name]?.[0] ?? "", one[name][0], two[name][0]).text];
    return joined;
  }

  // The quiet button saves at once; a button with a name or an address of its own sends the form as ever.
  submitted(event) {
    const pressed = event.submitter;
    this.keep();
    if (pressed?.name || pressed?.hasAttribute("formaction")) { this.page.leaveWith(this); return; }
    event.preventDefault();
    this.isTried = this.state === "gone";
    this.send();
  }
}
