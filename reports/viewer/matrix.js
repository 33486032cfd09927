// Students by exercises. Only the rows about those in sight are in the page; on paper, all are. Arrow keys
// go from cell to cell, Enter opens what the cell is about.

const ROW = 30; // height of a row, as in the style sheet
const SPARE = 6; // rows above and below the ones in sight

// What could not be judged has no points, not even none.
function cellText(cell) {
  if (!cell) return '';
  return cell.max && cell.result !== 'error' ? number(cell.score) : RESULTS[cell.result].mark;
}

function cellWords(report, row, exercise, cell) {
  const name = report.exercises[exercise].id, reason = cell ? '' : reasonOf(row, name);
  if (!cell) return `${name}: not handed in${reason ? `: ${reason}` : ''}`;
  const fault = firstFault(cell);
  return `${name}: ${RESULTS[cell.result].word.toLowerCase()}, ${number(cell.score)} of ${number(cell.max)}`
    + (fault ? `. ${fault.code}: ${fault.message}` : '');
}

// full: all points; partly: some; else the result tells.
function cellKind(cell) {
  if (!cell) return 'missing';
  return cell.result === 'fail' && cell.score > 0 ? 'partly' : cell.result;
}

class Matrix {
  // link(row, exercise): the address of what a cell is about; without an exercise, of all.
  // sort(key): a column's head was chosen.
  constructor(report, link, sort) {
    Object.assign(this, { report, link, rows: report.rows, from: -1, to: -1, row: 0, column: 0 });
    this.body = h('tbody', {});
    this.heads = this.columns().map(({ key, head, title }, i) => h('th', {
      scope: 'col', role: 'columnheader', class: i === 0 ? 'name' : i < 3 ? 'sum' : 'exercise', 'aria-colindex': i + 1,
    }, h('button', { type: 'button', title, on: { click: () => sort(key) } }, h('span', {}, head))));
    this.table = h('table', { class: 'matrix', role: 'grid', 'aria-label': 'Students and exercises', 'aria-colcount': this.heads.length },
      h('thead', {}, h('tr', { role: 'row', 'aria-rowindex': 1 }, this.heads)), this.body);
    this.table.style.setProperty('--exercises', report.exercises.length);
    this.element = h('div', { class: 'grid', on: {
      scroll: () => this.draw(), keydown: (event) => this.key(event), focusin: (event) => this.focused(event),
      click: (event) => this.chosen(event),
    } }, this.table);
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  columns() {
    return [
      { key: 'name', head: 'Student', title: 'Sort by name' },
      { key: 'score', head: 'Points', title: 'Sort by points' },
      { key: 'time', head: 'Time', title: 'Sort by time' },
      ...this.report.exercises.map(({ id, title }) => ({ key: id, head: id, title: `${title}: sort by its points` })),
    ];
  }

  show(rows, sorted, descending) {
    this.rows = rows;
    this.row = Math.min(this.row, Math.max(0, rows.length - 1));
    this.table.setAttribute('aria-rowcount', rows.length + 1);
    this.columns().forEach(({ key }, i) =>
      this.heads[i].setAttribute('aria-sort', key === sorted ? (descending ? 'descending' : 'ascending') : 'none'));
    this.from = -1;
    this.draw();
  }

  cell(row, index, column, kind, words, title, content) {
    return h('td', { role: 'gridcell', class: kind, 'data-row': index, 'data-column': column, 'aria-colindex': column + 1,
      tabindex: index === this.row && column === this.column ? 0 : -1, 'aria-label': words, title }, content);
  }

  line(row, index) {
    const cells = [
      this.cell(row, index, 0, 'name', null, row.path, h('span', { class: 'line' },
        h(this.link(row) ? 'a' : 'span', { class: 'who', href: this.link(row), tabindex: -1 }, row.title),
        row.id === row.title ? null : h('span', { class: 'id' }, ` ${row.id}`), isLate(row) ? h('span', { class: 'late', title: row.late }, 'late') : null)),
      this.cell(row, index, 1, 'sum', null, `of ${number(row.max)}${row.open ? ', not all judged' : ''}`, number(row.score) + (row.open ? ' + ?' : '')),
      this.cell(row, index, 2, 'sum', null, null, row.ms ? duration(row.ms) : ''),
      ...this.report.exercises.map((_, exercise) => {
        const cell = row.at[exercise], words = cellWords(this.report, row, exercise, cell);
        return this.cell(row, index, exercise + 3, `result ${cellKind(cell)}`, words, words, cellText(cell));
      }),
    ];
    return h('tr', { role: 'row', 'aria-rowindex': index + 2 }, cells);
  }

  spacer(rows) {
    const cell = h('td', { colspan: this.heads.length });
    cell.style.height = `${rows * ROW}px`;
    return h('tr', { class: 'spacer', 'aria-hidden': 'true' }, cell);
  }

  draw() {
    const top = this.element.scrollTop, height = this.element.clientHeight || 600;
    const from = this.whole ? 0 : Math.max(0, Math.floor(top / ROW) - SPARE);
    const to = this.whole ? this.rows.length : Math.min(this.rows.length, Math.ceil((top + height) / ROW) + SPARE);
    if (this.from >= 0 && from >= this.from && to <= this.to && this.to - this.from <= to - from + 2 * SPARE) return;
    const held = this.body.contains(document.activeElement);
    this.from = Math.max(0, from - SPARE);
    this.to = Math.min(this.rows.length, to + SPARE);
    this.body.replaceChildren(...[
      this.from ? this.spacer(this.from) : null,
      ...this.rows.slice(this.from, this.to).map((row, i) => this.line(row, this.from + i)),
      this.to < this.rows.length ? this.spacer(this.rows.length - this.to) : null,
    ].filter(Boolean));
    if (held) this.at(this.row, this.column)?.focus({ preventScroll: true });
  }

  // All rows, for paper.
  unfold(whole) {
    this.whole = whole;
    this.from = -1;
    this.draw();
  }

  at(row, column) {
    return this.body.querySelector(`td[data-row="${row}"][data-column="${column}"]`);
  }

  focused(event) {
    const cell = event.target.closest('td[data-row]');
    if (!cell) return;
    this.at(this.row, this.column)?.setAttribute('tabindex', -1);
    this.row = Number(cell.dataset.row);
    this.column = Number(cell.dataset.column);
    cell.setAttribute('tabindex', 0);
  }

  move(row, column) {
    const to = Math.max(0, Math.min(this.rows.length - 1, row));
    const head = this.table.tHead.offsetHeight;
    if (to * ROW < this.element.scrollTop) this.element.scrollTop = to * ROW;
    else if ((to + 1) * ROW + head > this.element.scrollTop + this.element.clientHeight)
      this.element.scrollTop = (to + 1) * ROW + head - this.element.clientHeight;
    this.draw();
    const cell = this.at(to, Math.max(0, Math.min(this.heads.length - 1, column)));
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  open(row, column) {
    const exercise = column < 3 ? undefined : this.report.exercises[column - 3].id;
    const place = this.rows[row] && this.link(this.rows[row], exercise);
    if (place) location.href = place;
  }

  chosen(event) {
    const cell = event.target.closest('td[data-row]');
    if (cell && !event.target.closest('a')) this.open(Number(cell.dataset.row), Number(cell.dataset.column));
  }

  key(event) {
    if (!event.target.closest('td[data-row]') || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(this.element.clientHeight / ROW) - 2);
    const moves = {
      ArrowDown: [this.row + 1, this.column], ArrowUp: [this.row - 1, this.column],
      ArrowRight: [this.row, this.column + 1], ArrowLeft: [this.row, this.column - 1],
      PageDown: [this.row + page, this.column], PageUp: [this.row - page, this.column],
      Home: [this.row, 0], End: [this.row, this.heads.length - 1],
    };
    if (event.key === 'Enter') this.open(this.row, this.column);
    else if (moves[event.key]) this.move(...moves[event.key]);
    else return;
    event.preventDefault();
  }
}
