// A table pasted from Word, Excel or a page: its HTML goes into the hidden field `…_html` beside `…_text`, and a line
// says how many rows were seen.
function rowsOf(html, text) {
  if (html) {
    const rows = new DOMParser().parseFromString(html, "text/html").querySelectorAll("tr");
    if (rows.length) return { count: rows.length, columns: Math.max(...[...rows].map((row) => row.cells.length)) };
  }
  const lines = text.split(/\r?\n/).filter((line) => line.trim());
  return { count: lines.length, columns: Math.max(0, ...lines.map((line) => line.split("\t").length)) };
}

const words = new Intl.PluralRules("ru");
const counted = (count, one, few, many) => `${count} ${{ one, few, many, other: few }[words.select(count)]}`;

export function bindTo(area) {
  const hidden = area.form?.elements[area.name.replace(/_text$/, "_html")];
  const report = document.createElement("p");
  report.className = "paste-report";
  report.setAttribute("role", "status");
  area.after(report);
  area.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html") ?? "";
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!/<t[rd][\s>]/i.test(html) || !hidden || hidden === area) return;
    event.preventDefault();
    hidden.value = html;
    area.value = text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    hidden.value = html;
    const { count, columns } = rowsOf(html, text);
    report.textContent = `Вижу таблицу: ${counted(count, "строка", "строки", "строк")}, ${counted(columns, "столбец", "столбца", "столбцов")}.`;
  });
  area.addEventListener("input", () => {
    // Typing over a pasted table makes the text the truth again.
    if (hidden && hidden !== area) hidden.value = "";
    const { count } = rowsOf("", area.value);
    report.textContent = area.value.trim() ? `Вижу ${counted(count, "строку", "строки", "строк")}.` : "";
  });
}
