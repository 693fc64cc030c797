import { Block, WAITING } from "./autosave-block.js";
import { isSame, snapshot } from "./autosave-fields.js";
import { Kept, momentWords } from "./autosave-kept.js";
import { leftovers } from "./autosave-panel.js";
import { csrfToken, postLast } from "./autosave-post.js";
import { SENT } from "./sent.js";

// Saves what is typed without being asked: to this browser at once, to the server within seconds. A block is
// `<form data-autosave data-block="…">`; `data-autosave-status` tells how it goes.
const PAUSES_MS = [2_000, 4_000, 8_000, 16_000, 30_000];
const SIGNED_OUT_MS = 15_000;
const HERE = "Набранное хранится на этом компьютере";
const NOWHERE = "Браузер не даёт хранить набранное на этом компьютере: не закрывайте страницу";
const TROUBLES = {
  network: ["Нет связи с сервером.", "и уйдёт само, как только связь появится"],
  busy: ["Сервер сейчас не может сохранить.", "и уйдёт само, как только сможет"],
  large: ["Текст слишком велик: сервер его не принимает. Разделите его на части.", ""],
};
const ORDER = ["gone", "signed-out", "offline", "clash", "wrong", "sending", "typed", "saved"];
const pages = new Map();

class Page {
  constructor(who, subject) {
    this.who = who;
    this.subject = subject;
    this.kept = new Kept(who, subject);
    this.blocks = new Map();
    this.statuses = new Map();
    this.savedAt = "";
    this.failures = 0;
    this.timer = 0;
    this.shown = "";
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel("stellazh:autosave") : null;
    this.channel?.addEventListener("message", ({ data }) => {
      if (data.who === this.who && data.subject === this.subject) this.blocks.get(data.block)?.heard(data);
    });
  }

  add(form) {
    const block = new Block(form, this);
    this.blocks.set(block.name, block);
    block.restore(this.kept.left().filter((entry) => entry.block === block.name));
    this.showLeftSoon();
    if (!this.kept.isWorking) this.show();
  }

  addStatus(element) {
    this.statuses.set(element, element.textContent);
    this.signInAddress ||= element.dataset.autosaveSignIn ?? "";
    this.showLeftSoon();
    if (this.shown || !this.kept.isWorking) { this.shown = ""; this.show(); }
  }

  each(act) {
    for (const block of this.blocks.values()) act(block);
  }

  // What lies in this browser for blocks that the page does not have.
  showLeftSoon() {
    clearTimeout(this.leftTimer);
    this.leftTimer = setTimeout(() => {
      const status = [...this.statuses.keys()].find((element) => element.isConnected);
      if (!status) return;
      const entries = this.kept.left().filter((entry) => !this.blocks.has(entry.block) && entry.text);
      leftovers(status, entries.map((entry) => ({ when: momentWords(entry.at), drop: entry.drop, text: entry.text })));
    }, 0);
  }

  show() {
    const states = new Set([...this.blocks.values()].map((block) => block.state));
    const worst = ORDER.find((state) => states.has(state)) ?? "saved";
    const said = this.words(worst);
    if (said === this.shown) return;
    this.shown = said;
    for (const [element, first] of this.statuses) {
      // Every saved line said aloud would drown out the text itself; only news are.
      element.setAttribute("aria-live", ["saved", "typed", "sending"].includes(worst) ? "off" : "polite");
      element.dataset.autosaveStatus = worst;
      element.textContent = said || first;
      if (worst === "signed-out" && this.signInAddress) element.append(" ", this.signInLink());
    }
  }

  words(state) {
    const isKept = [...this.blocks.values()].every((block) => block.isKept) && this.kept.isWorking;
    const where = isKept ? HERE : NOWHERE;
    const last = this.savedAt ? ` Последнее сохранение на сервере — в ${this.savedAt}.` : "";
    if (state === "saved" || state === "typed" || state === "sending") {
      const rest = isKept ? "" : " Браузер не даёт хранить набранное на этом компьютере: если связь прервётся, не закрывайте страницу.";
      if (state !== "saved") return `Сохраняется…${rest}`;
      return this.savedAt ? `Сохранено в ${this.savedAt}.${rest}` : rest.trim();
    }
    if (state === "gone") return `Править здесь больше нельзя. ${where}.`;
    if (state === "signed-out") return `${this.reason || "Вы вышли из системы."} ${where}. Войдите в соседней вкладке — набранное сохранится само.`;
    if (state === "clash") return `Одно место изменили двое: выберите ниже, какой текст оставить. ${where}.`;
    if (state === "wrong") return `Не сохранено: поправьте отмеченное. ${where}.`;
    const trouble = [...this.blocks.values()].find((block) => block.state === "offline")?.trouble;
    const [what, then] = TROUBLES[trouble] ?? TROUBLES.network;
    return `${what} ${where}${isKept && then ? ` ${then}` : ""}.${last}`;
  }

  signInLink() {
    const link = document.createElement("a");
    link.href = this.signInAddress;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Войти (откроется новая вкладка)";
    return link;
  }

  wasSaved(block, json) {
    this.savedAt = json.saved_at || this.savedAt;
    this.channel?.postMessage({ who: this.who, subject: this.subject, block: block.name, version: block.version, fields: block.base, savedAt: this.savedAt });
    for (const [selector, html] of Object.entries(json.parts ?? {})) {
      const target = document.querySelector(selector);
      if (!target || target.contains(document.activeElement)) continue;
      target.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
      window.htmx?.process(target);
      document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: target } }));
    }
    this.reached();
  }

  // The server answers: whatever waits goes now.
  reached() {
    if (!this.failures && !this.timer) return;
    this.failures = 0;
    clearTimeout(this.timer);
    this.timer = 0;
    setTimeout(() => this.kick(), 0);
  }

  waitForServer(seconds = 0) {
    if (this.timer) return;
    const pause = Math.max(PAUSES_MS[Math.min(this.failures, PAUSES_MS.length - 1)], Math.min(seconds, 120) * 1000);
    this.failures += 1;
    this.timer = setTimeout(() => this.kick(), pause);
  }

  signedOut({ reason = "", sign_in: address = "" }) {
    this.reason = reason;
    this.signInAddress = address || this.signInAddress;
    this.shown = "";
    this.show();
    this.timer ||= setTimeout(() => this.kick(), SIGNED_OUT_MS);
  }

  kick() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.each((block) => { if (WAITING.has(block.state)) block.send(); });
  }

  // The form goes the ordinary way: with today's token, and the copy is forgotten if the answer is a redirect.
  leaveWith(block) {
    const token = block.form.elements.csrfmiddlewaretoken;
    if (token) token.value = csrfToken(block.form);
    if (block.versionField) block.versionField.value = String(block.version);
    block.isLeaving = true;
    try { sessionStorage.setItem(SENT, this.kept.key(block.name)); } catch { /* The next page compares the texts. */ }
  }
}

function pageOf(element) {
  const subject = element.closest("[data-autosave-scope]")?.dataset.autosaveScope ?? location.pathname;
  const who = element.closest("[data-autosave-who]")?.dataset.autosaveWho ?? "";
  const key = `${who}:${subject}`;
  if (!pages.has(key)) pages.set(key, new Page(who, subject));
  return pages.get(key);
}

function everyBlock(act) {
  for (const page of pages.values()) page.each(act);
}

export function bindTo(element) {
  const page = pageOf(element);
  if (element.matches("form")) page.add(element);
  else page.addStatus(element);
}

addEventListener("online", () => { for (const page of pages.values()) page.kick(); });
addEventListener("focus", () => { for (const page of pages.values()) page.kick(); });
addEventListener("pageshow", (event) => { if (event.persisted) everyBlock((block) => { if (block.isDirty) block.send(); }); });
document.addEventListener("visibilitychange", () => {
  if (document.hidden) everyBlock((block) => { block.keep(); if (["typed", "sending"].includes(block.state) && block.isDirty) block.send(); });
  else for (const page of pages.values()) page.kick();
});
addEventListener("pagehide", () => everyBlock((block) => {
  if (block.isLeaving || !block.isDirty) return;
  if (!["clash", "gone"].includes(block.state) && !block.sent.some((one) => isSame(one, snapshot(block.form)))) { block.sent.push(snapshot(block.form)); postLast(block); }
  block.keep();
}));
addEventListener("beforeunload", (event) => {
  let isSafe = true;
  everyBlock((block) => { if (!block.isLeaving && !block.keep()) isSafe = false; });
  if (!isSafe) event.preventDefault();
});
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.code !== "KeyS" || !pages.size) return;
  event.preventDefault();
  everyBlock((block) => { if (block.isDirty) block.send(); });
});
