// Joins two texts that grew out of one, paragraph by paragraph. Pure: knows nothing of pages.
const LARGEST = 4_000_000;

function lines(text) {
  return text.replace(/\r\n?/g, "\n").split("\n");
}

// What to do with `base` to get `other`: replace base[start, end) by the lines that stand in `other` from `at`.
export function hunks(base, other) {
  let head = 0;
  while (head < base.length && head < other.length && base[head] === other[head]) head += 1;
  let tail = 0;
  while (tail < base.length - head && tail < other.length - head && base[base.length - 1 - tail] === other[other.length - 1 - tail]) tail += 1;
  const rows = base.length - head - tail;
  const columns = other.length - head - tail;
  if (!rows && !columns) return [];
  if (rows * columns > LARGEST) return [{ start: head, end: head + rows, at: head, lines: other.slice(head, head + columns) }];
  // The longest common subsequence of what differs.
  const width = columns + 1;
  const longest = new Uint32Array((rows + 1) * width);
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      longest[row * width + column] = base[head + row] === other[head + column]
        ? longest[(row + 1) * width + column + 1] + 1
        : Math.max(longest[(row + 1) * width + column], longest[row * width + column + 1]);
    }
  }
  const found = [];
  let open = null;
  let row = 0;
  let column = 0;
  while (row < rows || column < columns) {
    if (row < rows && column < columns && base[head + row] === other[head + column]) { open = null; row += 1; column += 1; continue; }
    if (!open) { open = { start: head + row, end: head + row, at: head + column, lines: [] }; found.push(open); }
    if (row < rows && (column >= columns || longest[(row + 1) * width + column] >= longest[row * width + column + 1])) { row += 1; open.end = head + row; }
    else { open.lines.push(other[head + column]); column += 1; }
  }
  return found;
}

function isSamePlace(one, two) {
  if (one.start === one.end && two.start === two.end) return one.start === two.start;
  if (one.start === one.end) return two.start < one.start && one.start < two.end;
  if (two.start === two.end) return one.start < two.start && two.start < one.end;
  return one.start < two.end && two.start < one.end;
}

function rewritten(base, start, end, changes) {
  const out = [];
  let place = start;
  for (const change of changes) { out.push(...base.slice(place, change.start), ...change.lines); place = change.end; }
  return [...out, ...base.slice(place, end)];
}

// `text` has both people's changes. `hasClashed`: both rewrote one paragraph, so both wordings stand there, theirs first.
// `places[n]` is the line of `text` where the n-th line of `mine` stands now: the caret follows it.
export function mergeThree(baseText, mineText, theirsText) {
  const base = lines(baseText);
  const mine = hunks(base, lines(mineText));
  const theirs = hunks(base, lines(theirsText));
  const out = [];
  const places = [];
  let hasClashed = false;
  let done = 0;
  let shift = 0;
  const keepUntil = (end) => { for (; done < end; done += 1) { places[done + shift] = out.length; out.push(base[done]); } };
  const putMine = (change) => {
    change.lines.forEach((line, number) => { places[change.at + number] = out.length; out.push(line); });
    shift += change.lines.length - (change.end - change.start);
  };
  const passOver = (end) => { for (; done < end; done += 1) places[done + shift] = out.length; };
  while (mine.length || theirs.length) {
    const [one, two] = [mine[0], theirs[0]];
    if (one && two && isSamePlace(one, two)) {
      const group = { mine: [mine.shift()], theirs: [theirs.shift()], start: Math.min(one.start, two.start), end: Math.max(one.end, two.end) };
      for (let grew = true; grew;) {
        grew = false;
        for (const [side, changes] of [["mine", mine], ["theirs", theirs]]) {
          if (changes.length && changes[0].start < group.end) { const next = changes.shift(); group[side].push(next); group.end = Math.max(group.end, next.end); grew = true; }
        }
      }
      keepUntil(group.start);
      const written = { mine: rewritten(base, group.start, group.end, group.mine), theirs: rewritten(base, group.start, group.end, group.theirs) };
      const isEqual = JSON.stringify(written.mine) === JSON.stringify(written.theirs);
      if (!isEqual) {
        out.push(...written.theirs);
        // New paragraphs that both put at one place are no clash: nobody touched the other's words.
        if (group.start !== group.end) hasClashed = true;
      }
      const from = group.start + shift;
      written.mine.forEach((line, number) => { places[from + number] = out.length; out.push(line); });
      shift += written.mine.length - (group.end - group.start);
      done = group.end;
      continue;
    }
    const isMineFirst = !two || (one && (one.start < two.start || (one.start === two.start && one.end <= two.end)));
    const change = isMineFirst ? mine.shift() : theirs.shift();
    keepUntil(change.start);
    if (isMineFirst) { putMine(change); done = change.end; } else { out.push(...change.lines); passOver(change.end); }
  }
  keepUntil(base.length);
  return { text: out.join("\n"), hasClashed, places };
}

// Where a caret of `mine` stands in the joined text.
export function movedCaret(mineText, joined, caret) {
  const before = mineText.slice(0, caret).split("\n");
  const rows = joined.text.split("\n");
  const row = Math.min(joined.places[before.length - 1] ?? rows.length - 1, rows.length - 1);
  const start = rows.slice(0, row).reduce((sum, line) => sum + line.length + 1, 0);
  return start + Math.min(before.at(-1).length, rows[row].length);
}
