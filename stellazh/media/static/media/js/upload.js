// A film goes to the server in parts by the protocol tus 1.0: a lost connection, a pause or a closed tab costs one part
// at most. Without scripts the same form sends a small file whole.

const PART_BYTES = 5 * 1024 * 1024;
const LONGEST_WAIT = 30000;
const VERSION = "1.0.0";

const said = {
  choose: "Сначала выберите файл с записью.",
  empty: "Этот файл пуст. Выберите другой.",
  lost: "Нет связи с сервером. Загрузка продолжится сама, как только связь появится.",
  paused: "Загрузка приостановлена. Загруженное сохранено.",
  cancelled: "Загрузка отменена.",
  finishing: "Файл получен. Проверяем запись, это может занять минуту.",
  changed: "Файл на вашем компьютере изменился или стал недоступен. Выберите его ещё раз.",
  signedOut: "Вы вышли с сайта. Войдите в соседней вкладке и нажмите «Продолжить».",
  unknown: "Сервер не принял файл. Попробуйте ещё раз немного позже.",
};

const encode = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

// The token of now: whoever has signed in anew in another tab has got another one.
const token = (form) =>
  document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value;

const markOf = (file) => `${file.name}|${file.size}|${file.lastModified}`.slice(0, 300);

function inWords(bytes) {
  const megabytes = bytes / 1024 / 1024;
  return megabytes < 1024 ? `${Math.round(megabytes)} МБ` : `${(megabytes / 1024).toFixed(1).replace(".0", "").replace(".", ",")} ГБ`;
}

function howMuch(sent, size) {
  if (size >= 1024 * 1024 * 1024) return `Загружено ${inWords(sent)} из ${inWords(size)}`;
  const count = (bytes) => (size < 1024 * 1024 ? (bytes / 1024 / 1024).toFixed(1).replace(".", ",") : Math.round(bytes / 1024 / 1024));
  return `Загружено ${count(sent)} из ${count(size)} МБ`;
}

class Refused extends Error {}
class SignedOut extends Error {}
class Lost extends Error {}

// One request; `fetch` knows no progress of what is sent.
function ask(method, address, headers, { body = null, onProgress = null, onStart = null } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    for (const [name, value] of Object.entries({ "Tus-Resumable": VERSION, ...headers })) request.setRequestHeader(name, value);
    if (onProgress) request.upload.addEventListener("progress", onProgress);
    request.addEventListener("load", () => resolve(request));
    for (const end of ["error", "abort", "timeout"]) request.addEventListener(end, () => reject(new Lost(end)));
    onStart?.(request);
    request.send(body);
  });
}

class Upload {
  constructor(field, file) {
    this.field = field;
    this.file = file;
    this.address = field.left.get(markOf(file)) ?? "";
    this.offset = 0;
    this.state = "going";
    this.wake = null;
    this.request = null;
  }

  headers(more = {}) {
    return { "X-CSRFToken": token(this.field.form), ...more };
  }

  async run() {
    let tries = 0;
    while (this.state === "going") {
      try {
        if (!this.address) await this.begin();
        else if (tries || !this.offset) await this.ask();
        tries = 0;
        while (this.state === "going" && this.offset < this.file.size) {
          await this.sendPart();
          tries = 0;
        }
        if (this.state === "going") {
          this.state = "whole";
          this.field.finish(this);
        }
        return;
      } catch (error) {
        if (error instanceof SignedOut) {
          this.state = "paused";
          this.field.paused();
          this.field.say(error.message, true);
          return;
        }
        if (this.state !== "going") return;
        if (error instanceof Refused) {
          this.state = "refused";
          this.field.refused(error.message);
          return;
        }
        tries += 1;
        this.field.say(said.lost);
        await this.wait(Math.min(LONGEST_WAIT, 1000 * 2 ** Math.min(tries - 1, 5)));
      }
    }
  }

  // Until the time is over or the browser says that the connection is back.
  wait(milliseconds) {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        removeEventListener("online", done);
        this.wake = null;
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      addEventListener("online", done);
      this.wake = done;
    });
  }

  async begin() {
    const { use, objectKey } = this.field.place;
    const told = { use, object_key: objectKey, filename: this.file.name, mark: markOf(this.file) };
    const metadata = Object.entries(told).map(([name, value]) => `${name} ${encode(value)}`).join(",");
    const answer = await ask("POST", this.field.place.address, this.headers({ "Upload-Length": String(this.file.size), "Upload-Metadata": metadata }));
    if (answer.status !== 201) throw this.refusal(answer);
    this.address = answer.getResponseHeader("Location");
    this.offset = 0;
    this.field.left.set(markOf(this.file), this.address);
  }

  async ask() {
    const answer = await ask("HEAD", this.address, this.headers());
    if (answer.status === 404 || answer.status === 410) {
      // Given up or swept meanwhile: it begins anew.
      this.field.left.delete(markOf(this.file));
      this.address = "";
      await this.begin();
      return;
    }
    if (answer.status !== 200) throw this.refusal(answer);
    this.offset = Number(answer.getResponseHeader("Upload-Offset"));
    this.field.progress(this.offset, this.file.size);
  }

  async sendPart() {
    const start = this.offset;
    let body;
    try {
      // Read before it is sent: a file that has changed or gone would look like a lost connection.
      body = await this.file.slice(start, start + PART_BYTES).arrayBuffer();
    } catch {
      throw new Refused(said.changed);
    }
    if (this.state !== "going") return;
    const answer = await ask("PATCH", this.address, this.headers({ "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(start) }), {
      body,
      onProgress: (event) => { if (this.state === "going") this.field.progress(start + event.loaded, this.file.size); },
      onStart: (request) => { this.request = request; },
    });
    this.request = null;
    if (answer.status === 409) {
      this.offset = Number(answer.getResponseHeader("Upload-Offset"));
      return;
    }
    if (answer.status === 423) throw new Lost("busy");
    if (answer.status !== 204) throw this.refusal(answer);
    this.offset = Number(answer.getResponseHeader("Upload-Offset"));
    this.field.progress(this.offset, this.file.size);
    this.field.say("");
  }

  refusal(answer) {
    // The server itself is well but its neighbours are not: that passes.
    if (answer.status >= 500 && answer.status !== 507) return new Lost(String(answer.status));
    const isOurs = answer.getResponseHeader("Tus-Resumable") !== null;
    // Without its cookies a request is turned away before anybody asks who sends it.
    if (answer.status === 401 || (answer.status === 403 && !isOurs)) return new SignedOut(said.signedOut);
    return new Refused((isOurs && answer.responseText) || said.unknown);
  }

  pause() {
    this.state = "paused";
    this.request?.abort();
    this.wake?.();
  }

  resume() {
    this.state = "going";
    this.offset = 0;
    return this.run();
  }

  async cancel() {
    this.pause();
    this.state = "cancelled";
    this.field.left.delete(markOf(this.file));
    if (!this.address) return;
    try { await ask("DELETE", this.address, this.headers()); } catch { /* It is swept by itself after two days. */ }
  }
}

class Field {
  constructor(root) {
    this.root = root;
    this.form = root.querySelector("[data-upload-form]");
    this.work = root.querySelector("[data-upload-work]");
    this.words = root.querySelector("[data-upload-words]");
    this.bar = root.querySelector("[data-upload-bar]");
    this.status = root.querySelector("[data-upload-said]");
    this.pauseButton = root.querySelector("[data-upload-pause]");
    this.finishForm = root.querySelector("[data-upload-finish]");
    this.place = { address: root.dataset.upload, use: root.dataset.use, objectKey: root.dataset.objectKey };
    this.left = new Map([...root.querySelectorAll("[data-upload-left]")].map((part) => [part.dataset.mark, part.dataset.uploadLeft]));
    this.upload = null;
    root.querySelector("[data-upload-with-scripts]").hidden = false;
    root.querySelector("[data-upload-without-scripts]").hidden = true;
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.start(); });
    this.pauseButton.addEventListener("click", () => this.pauseOrGoOn());
    root.querySelector("[data-upload-cancel]").addEventListener("click", () => this.cancel());
    addEventListener("beforeunload", (event) => { if (this.upload?.state === "going") event.preventDefault(); });
  }

  start() {
    if (this.upload) return;
    const file = this.form.elements.file.files[0];
    const largest = Number(this.root.dataset.largest);
    if (!file) return this.say(said.choose, true);
    if (!file.size) return this.say(said.empty, true);
    if (file.size > largest) {
      return this.say(`Файл слишком велик: ${inWords(file.size)}, а сайт принимает до ${this.root.dataset.largestWords}. Выложите запись на Rutube или VK Видео и вставьте ссылку или уменьшите файл.`, true);
    }
    this.upload = new Upload(this, file);
    this.lock(true);
    this.say("");
    this.progress(0, file.size);
    this.going();
    this.upload.run();
  }

  lock(isLocked) {
    this.work.hidden = !isLocked;
    this.root.querySelector("[data-upload-start]").hidden = isLocked;
    this.form.elements.file.disabled = isLocked;
    for (const part of this.root.querySelectorAll("[data-upload-left]")) part.hidden = isLocked;
  }

  progress(sent, size) {
    const shown = Math.min(sent, size);
    this.words.textContent = howMuch(shown, size);
    this.bar.value = shown / size;
  }

  // Kept apart from the numbers: a screen reader is told what happens, not each megabyte.
  say(words, isWrong = false) {
    if (this.status.textContent === words) return;
    this.status.textContent = words;
    this.status.classList.toggle("upload__said--wrong", isWrong);
  }

  buttonSays(words) {
    (this.pauseButton.querySelector("span") ?? this.pauseButton).textContent = words;
  }

  going() { this.buttonSays("Приостановить"); }

  paused() { this.buttonSays("Продолжить"); }

  pauseOrGoOn() {
    if (!this.upload) return;
    if (this.upload.state === "going") {
      this.upload.pause();
      this.paused();
      this.say(said.paused);
    } else if (this.upload.state === "paused") {
      this.going();
      this.say("");
      this.upload.resume();
    }
  }

  async cancel() {
    const upload = this.upload;
    this.upload = null;
    await upload?.cancel();
    this.lock(false);
    this.say(said.cancelled);
  }

  refused(words) {
    this.say(words, true);
    this.left.delete(markOf(this.upload.file));
    this.upload = null;
    this.lock(false);
  }

  finish(upload) {
    this.say(said.finishing);
    this.work.querySelector(".row").hidden = true;
    this.finishForm.action = `${upload.address}finish/`;
    this.finishForm.elements.title.value = this.form.elements.title.value;
    this.finishForm.elements.csrfmiddlewaretoken.value = token(this.form);
    this.finishForm.submit();
  }
}

function bindAll(root) {
  for (const part of root.querySelectorAll("[data-upload]")) {
    if (part.isBound) continue;
    part.isBound = true;
    new Field(part);
  }
}

bindAll(document);
document.addEventListener("htmx:load", (event) => bindAll(event.detail.elt.parentElement ?? document));
