// Texts whose bytes are escaped (\n, \x00, ...): cut so that no escape and no character is torn.

const UNIT = /\\x[0-9a-fA-F]{2}|\\[^]|[^]/gu;
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

function units(text) {
  return text.match(UNIT) || [];
}

function widthOf(unit) {
  return WIDE.test(unit) ? 2 : Array.from(unit).length;
}

// In lines of so many columns, at most so many lines; what is left out is told in the last one.
// Breaks at a blank where there is one late in the line.
function wrap(text, columns, most) {
  const lines = [];
  const all = units(text);
  let at = 0;
  while (at < all.length) {
    let end = at, width = 0, blank = 0;
    while (end < all.length && width + widthOf(all[end]) <= columns) {
      width += widthOf(all[end]);
      end += 1;
      if (all[end - 1] === ' ') blank = end;
    }
    if (end === at) end += 1;
    if (end < all.length && blank > at + (end - at) / 2) end = blank;
    if (lines.length === most - 1 && end < all.length) {
      const room = Math.max(1, end - at - `… ${number(all.length)} more`.length);
      const left = all.length - at - room;
      return [...lines, all.slice(at, at + room).join('') + `… ${number(left)} more`];
    }
    lines.push(all.slice(at, end).join(''));
    at = end;
  }
  return lines.length ? lines : [''];
}

function isQuoted(text) {
  return /^(\.\.\.)?"/.test(text);
}

// Where two texts part: what both begin with, what is one's own, what both end with.
function difference(a, b) {
  const left = units(a), right = units(b);
  const shorter = Math.min(left.length, right.length);
  let head = 0, tail = 0;
  while (head < shorter && left[head] === right[head]) head += 1;
  while (tail < shorter - head && left[left.length - 1 - tail] === right[right.length - 1 - tail]) tail += 1;
  const part = (all) => [
    all.slice(0, head).join(''),
    all.slice(head, all.length - tail).join(''),
    all.slice(all.length - tail).join(''),
  ];
  return [part(left), part(right)].map(([same, own, rest]) => (own === '"' ? [same, '', own + rest] : [same, own, rest]));
}
