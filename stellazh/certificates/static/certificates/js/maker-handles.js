// Handles over the blocks of the paper: moved by the mouse, a finger or the arrows, made wider at their right edge.
const POINT_MM = 0.3528;
const NEAR = 1.5;
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const round = (length) => Math.round(length * 2) / 2;
const mm = (length) => `${String(Math.round(length * 10) / 10).replace(".", ",")} мм`;

export class Handles {
  #page;
  #handles = new Map();
  #line = null;
  #quiet = 0;

  constructor(page) { this.#page = page; }

  draw() {
    for (const block of this.#page.blocks()) if (!this.#handles.has(block)) this.#make(block);
  }

  place() {
    this.draw();
    const [width, height] = this.#page.sheet();
    for (const [block, handle] of this.#handles) {
      const at = this.#measures(block);
      handle.hidden = this.#page.isGone(block);
      handle.toggleAttribute("data-wrong", block.hasAttribute("data-wrong"));
      handle.style.setProperty("left", `${(at.x / width) * 100}%`);
      handle.style.setProperty("top", `${(at.y / height) * 100}%`);
      handle.style.setProperty("width", `${(at.width / width) * 100}%`);
      handle.style.setProperty("height", `${(at.height / height) * 100}%`);
      // A small block lies above a large one, or nobody could take hold of it.
      handle.style.setProperty("z-index", String(1 + Math.round(20000 / (at.width * at.height + 10))));
      const words = block.querySelector("[data-short]").textContent;
      handle.setAttribute("aria-label", `${block.dataset.kindWords}${words ? ` «${words}»` : ""}: слева ${mm(at.x)}, сверху ${mm(at.y)}, ширина ${mm(at.width)}. Стрелки двигают, Shift со стрелкой – по 5 мм, Alt со стрелкой меняет ширину, Enter открывает текст.`);
      handle.title = block.dataset.kindWords;
    }
  }

  choose(block, { isQuiet = false } = {}) {
    this.draw();
    for (const [other, handle] of this.#handles) handle.setAttribute("aria-pressed", String(other === block));
    if (!isQuiet) this.#page.chosen(block);
  }

  #number(block, name) { return Number(this.#page.control(block, name).value) || 0; }

  #measures(block) {
    const kind = block.dataset.kind;
    const size = this.#number(block, "size");
    const lines = Math.max(1, this.#page.control(block, "text").value.split("\n").length);
    const width = this.#number(block, "width");
    const guess = kind === "line" ? 2 : kind === "emblem" || kind === "seal" ? width : size * POINT_MM * 1.3 * lines;
    return { x: this.#number(block, "x"), y: this.#number(block, "y"), width, height: Math.max(3, this.#number(block, "height") || guess) };
  }

  #put(block, name, length) { this.#page.control(block, name).value = String(round(length)); }

  #make(block) {
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "maker__handle";
    handle.setAttribute("aria-pressed", String(block.open));
    const grip = document.createElement("span");
    grip.className = "maker__grip";
    handle.append(grip);
    this.#handles.set(block, handle);
    this.#page.paper.append(handle);
    handle.addEventListener("pointerdown", (event) => this.#take(event, block, handle, event.target === grip));
    handle.addEventListener("focus", () => this.choose(block, { isQuiet: true }));
    handle.addEventListener("keydown", (event) => this.#key(event, block));
    handle.addEventListener("click", (event) => {
      // A click made by a key has no place: it opens the words. One made by the mouse came after pointerdown.
      if (event.detail === 0) this.#open(block);
    });
  }

  #open(block) {
    this.choose(block);
    block.querySelector("textarea, input:not([type=hidden]), select")?.focus();
  }

  #key(event, block) {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const length = event.shiftKey ? 5 : 1;
    if (event.altKey) {
      if (!step[0]) return;
      this.#put(block, "width", Math.max(5, this.#number(block, "width") + step[0] * length));
    } else {
      this.#move(block, this.#number(block, "x") + step[0] * length, this.#number(block, "y") + step[1] * length);
    }
    this.place();
    this.#page.moved();
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#page.rested(), 500);
  }

  #move(block, x, y) {
    const [width, height] = this.#page.sheet();
    const at = this.#measures(block);
    this.#put(block, "x", Math.max(0, Math.min(width - at.width, x)));
    this.#put(block, "y", Math.max(0, Math.min(height - at.height, y)));
  }

  #take(event, block, handle, isGrip) {
    if (event.button !== 0) return;
    const [width, height] = this.#page.sheet();
    const from = { left: event.clientX, top: event.clientY, ...this.#measures(block) };
    const box = this.#page.paper.getBoundingClientRect();
    let hasMoved = false;
    handle.setPointerCapture(event.pointerId);
    const drag = (moved) => {
      const right = ((moved.clientX - from.left) / box.width) * width;
      const down = ((moved.clientY - from.top) / box.height) * height;
      if (!hasMoved && Math.hypot(moved.clientX - from.left, moved.clientY - from.top) < 4) return;
      hasMoved = true;
      if (isGrip) {
        this.#put(block, "width", Math.max(5, Math.min(width - from.x, from.width + right)));
      } else {
        let x = from.x + right;
        const isNear = Math.abs(x + from.width / 2 - width / 2) < NEAR;
        if (isNear) x = (width - from.width) / 2;
        this.#move(block, x, from.y + down);
        this.#middle(isNear);
      }
      this.place();
      this.#page.moved();
    };
    const rest = () => {
      handle.removeEventListener("pointermove", drag);
      this.#middle(false);
      this.choose(block);
      if (hasMoved) this.#page.rested();
    };
    handle.addEventListener("pointermove", drag);
    handle.addEventListener("pointerup", rest, { once: true });
    handle.addEventListener("pointercancel", rest, { once: true });
    this.choose(block, { isQuiet: true });
  }

  // A line down the middle of the sheet while a block sticks to it.
  #middle(isShown) {
    if (!isShown) { this.#line?.remove(); this.#line = null; return; }
    if (this.#line) return;
    this.#line = document.createElement("span");
    this.#line.className = "maker__line";
    this.#line.style.setProperty("left", "50%");
    this.#page.paper.append(this.#line);
  }
}
