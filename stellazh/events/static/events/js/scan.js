// The scanner of tickets. Every scan goes into the queue first, gets an answer at once from the list that was loaded
// before, and is sent as soon as there is a connection; the server's answer then takes the place of ours.

import { Camera } from "./scan-camera.js";
import { newKey, Queue } from "./scan-queue.js";

const TICKET = /[2-9A-HJ-NP-Z]{20}/;
const SAME_TICKET = 4000;
const BATCH = 100;
const LIST_EVERY = 60000;
const LOG = 12;
const TONES = { welcome: "ok", again: "warn", no_place: "bad", elsewhere: "bad", unknown: "bad", strange: "bad", kept: "warn" };
const HEADS = {
  welcome: "Отмечено", again: "Билет уже был", no_place: "Места нет", elsewhere: "Чужой билет",
  unknown: "Билета нет в списке", strange: "Это не билет", kept: "Записано, ждёт связи",
};

const page = document.querySelector("[data-scanner]");
const part = (name) => page.querySelector(`[data-${name}]`);
const queue = new Queue(`scans:${page.dataset.uid}`);
const token = page.querySelector("[name=csrfmiddlewaretoken]").value;
let list = null;
let sending = false;
let pause = 2000;
let timer = 0;
let last = { ticket: "", at: 0, key: "" };
let sound = null;

function agreed(count) {
  const tens = count % 100, ones = count % 10;
  if (tens > 10 && tens < 20) return `${count} отметок ждут`;
  if (ones === 1) return `${count} отметка ждёт`;
  return ones > 1 && ones < 5 ? `${count} отметки ждут` : `${count} отметок ждут`;
}

function showQueue(words = "") {
  const count = queue.all().length;
  const line = part("queue");
  line.dataset.tone = count ? "warn" : "";
  line.textContent = count ? `${agreed(count)} ${navigator.onLine ? "отправки" : "связи"}. ${words}` : "";
}

function play(tone) {
  navigator.vibrate?.({ ok: 80, warn: [80, 80, 80], bad: 400 }[tone]);
  if (!sound) return;
  for (const [start, pitch] of { ok: [[0, 880]], warn: [[0, 440], [0.2, 440]], bad: [[0, 180], [0.15, 160]] }[tone]) {
    const voice = sound.createOscillator(), volume = sound.createGain();
    voice.frequency.value = pitch;
    volume.gain.value = 0.15;
    voice.connect(volume).connect(sound.destination);
    voice.start(sound.currentTime + start);
    voice.stop(sound.currentTime + start + 0.13);
  }
}

function show({ verdict, name, text }) {
  const answer = part("answer");
  answer.dataset.tone = TONES[verdict];
  part("verdict").textContent = HEADS[verdict];
  part("name").textContent = name;
  part("text").textContent = text;
}

function log(key, { verdict, name, text }) {
  const lines = part("log");
  let line = lines.querySelector(`[data-key="${key}"]`);
  if (!line) {
    line = document.createElement("li");
    line.dataset.key = key;
    lines.prepend(line);
    while (lines.children.length > LOG) lines.lastElementChild.remove();
  }
  line.replaceChildren();
  const mark = document.createElement("span"), who = document.createElement("span");
  mark.className = `tag tag--${TONES[verdict]}`;
  mark.textContent = HEADS[verdict];
  who.textContent = name || text;
  line.append(mark, who);
}

async function digest(ticket) {
  if (!crypto.subtle) return "";
  const bytes = new TextEncoder().encode(`${page.dataset.uid}:${ticket}`);
  const made = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(made)].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 16);
}

// What can be said without the server. It knows more: a ticket may have been given out or taken back meanwhile.
async function ownAnswer(ticket) {
  const mark = await digest(ticket);
  if (!list || !mark) return { verdict: "kept", name: "", text: "Узнаем, чей это билет, когда появится связь." };
  const known = list.get(mark);
  if (!known) return { verdict: "unknown", name: "", text: "В загруженном списке такого билета нет. Отметка записана, сервер проверит её." };
  if (!known.ok) return { verdict: "no_place", name: known.name, text: "Регистрация не подтверждена или отменена." };
  if (known.seen) return { verdict: "again", name: known.name, text: `Этот билет уже показывали: ${known.seen}. Спросите имя.` };
  const now = new Date();
  known.seen = `${now.getHours()}:${String(now.getMinutes()).padStart(2, "0")}`;
  return { verdict: "welcome", name: known.name, text: "Записано в телефоне, уйдёт на сайт при первой связи." };
}

async function scanned(text) {
  const ticket = TICKET.exec(text.toUpperCase().replace(/[\s-]+/g, ""))?.[0];
  if (!ticket) {
    // The camera sees one foreign code many times a second.
    if (last.ticket === text && Date.now() - last.at < SAME_TICKET) return;
    last = { ticket: text, at: Date.now(), key: "" };
    show({ verdict: "strange", name: "", text: "В коде билета двадцать латинских букв и цифр. Проверьте, что введено или показано." });
    play("bad");
    return;
  }
  if (ticket === last.ticket && Date.now() - last.at < SAME_TICKET) {
    last.at = Date.now();
    return;
  }
  const scan = { key: newKey(), ticket, at: new Date().toISOString() };
  last = { ticket, at: Date.now(), key: scan.key };
  queue.add(scan);
  const answer = await ownAnswer(ticket);
  if (last.key === scan.key) show(answer);
  log(scan.key, answer);
  play(TONES[answer.verdict]);
  send(TONES[answer.verdict]);
}

function later() {
  clearTimeout(timer);
  if (!queue.all().length) return;
  timer = setTimeout(() => send(), pause);
  pause = Math.min(pause * 2, 30000);
}

async function send(played = "") {
  if (sending) return;
  const scans = queue.all().slice(0, BATCH);
  showQueue();
  if (!scans.length) return;
  sending = true;
  let isSent = false;
  try {
    const body = new URLSearchParams({ scans: JSON.stringify(scans) });
    const response = await fetch(page.dataset.marks, { method: "POST", body, headers: { "X-CSRFToken": token } });
    const isOurs = response.headers.get("Content-Type")?.startsWith("application/json");
    if (!isOurs) throw new Error("Вход закончился или ссылку отозвали: откройте страницу заново. Отметки целы.");
    const told = await response.json();
    if (told.refusal) throw new Error(told.refusal);
    queue.remove(new Set(told.answers.map((answer) => answer.key)));
    for (const answer of told.answers) {
      log(answer.key, answer);
      if (answer.key !== last.key) continue;
      show(answer);
      if (TONES[answer.verdict] !== played) play(TONES[answer.verdict]);
    }
    isSent = true;
    pause = 2000;
    showQueue();
  } catch (trouble) {
    showQueue(trouble instanceof TypeError ? "" : trouble.message);
  } finally {
    sending = false;
    if (isSent && queue.all().length) send();
    else later();
  }
}

async function loadList() {
  try {
    const response = await fetch(page.dataset.tickets);
    if (!response.headers.get("Content-Type")?.startsWith("application/json")) return;
    const told = await response.json();
    list = new Map(told.tickets.map((ticket) => [ticket.digest, ticket]));
    part("list").textContent = `Список загружен: билетов ${list.size}. Без связи отметки сохранятся в этом телефоне.`;
  } catch { /* The list of a minute ago goes on serving. */ }
}

function trouble(title, text) {
  part("trouble").hidden = false;
  part("trouble-title").textContent = title;
  part("trouble-text").textContent = text;
}

async function startCamera(camera) {
  // A sound needs a press first.
  const Sound = window.AudioContext || window.webkitAudioContext;
  sound = sound || (Sound ? new Sound() : null);
  part("trouble").hidden = true;
  try {
    await camera.start();
    part("camera").hidden = part("stop").hidden = false;
    part("start").hidden = true;
  } catch (refusal) {
    camera.stop();
    if (refusal.name === "NotAllowedError") {
      trouble("Камера не разрешена", "Разрешите её этому сайту в настройках браузера и нажмите «Включить камеру» ещё раз. Код можно ввести и вручную.");
    } else {
      trouble("Камера не включилась", "Возможно, её нет или она занята другой программой. Код можно ввести вручную.");
    }
  }
}

const camera = new Camera(part("video"), page.dataset.decoder, scanned);
if (Camera.isPossible) {
  part("start").hidden = false;
} else if (window.isSecureContext) {
  trouble("Браузер не умеет работать с камерой", "Вводите код билета вручную: двадцать знаков под рисунком.");
} else {
  trouble("Камере нужен защищённый адрес (https)", "Страница открыта по http, и браузер не даёт ей камеру. Откройте сайт по адресу, который начинается с https://, или вводите код билета вручную.");
}
part("start").addEventListener("click", () => startCamera(camera));
part("stop").addEventListener("click", () => {
  camera.stop();
  part("camera").hidden = part("stop").hidden = true;
  part("start").hidden = false;
});
part("typing").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = event.target.elements.ticket;
  if (field.value.trim()) {
    last.at = 0;
    scanned(field.value);
  }
  field.value = "";
  field.focus();
});
window.addEventListener("online", () => { pause = 2000; send(); loadList(); });
window.addEventListener("offline", () => showQueue());
document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
setInterval(() => { if (navigator.onLine && !document.hidden) loadList(); }, LIST_EVERY);
loadList();
send();
