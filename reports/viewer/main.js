// Starts the viewer: a report of one student is their page; of several, a course, whose
// students are shown in place of it when they have no pages of their own.

const report = readReport();
const root = h('div', { id: 'view' });
let course = null;
let shown = null; // what of the address the view was built for

// Light, dark, or as the system has it; kept where the browser lets us.
function themeSwitch() {
  const themes = ['auto', 'light', 'dark'];
  const button = h('button', { type: 'button', class: 'theme' });
  const set = (theme) => {
    document.documentElement.dataset.theme = theme;
    button.textContent = `Theme: ${theme}`;
    try {
      localStorage.setItem('sockgrade-theme', theme);
    } catch { /* forgotten with the page */ }
  };
  let kept = null;
  try {
    kept = localStorage.getItem('sockgrade-theme');
  } catch { /* as above */ }
  set(themes.includes(kept) ? kept : 'auto');
  button.addEventListener('click', () =>
    set(themes[(themes.indexOf(document.documentElement.dataset.theme) + 1) % themes.length]));
  return button;
}

function chosenRow(words) {
  const id = report.several ? words.get('student') : report.all.length ? report.all[0].id : null;
  if (id === null) return null;
  const own = attemptsOf(report, id);
  return own.find((row) => String(row.attempt) === words.get('attempt')) || own.find((row) => row.counts) || own[0] || null;
}

function back() {
  return h('a', { class: 'back', href: fragment({ student: null, attempt: null, at: null }) }, '← All students');
}

function showStudent(row, at) {
  if (shown !== row) {
    root.replaceChildren(...[report.several ? back() : null, studentView(report, row)].filter(Boolean));
    document.title = `${row.title} - sockgrade report`;
    if (shown !== null) {
      scrollTo(0, 0);
      root.querySelector('h1').focus({ preventScroll: true });
    }
  }
  shown = row;
  showPlace(at);
}

function showCourse() {
  course = course || new Course(report);
  if (shown !== course) {
    root.replaceChildren(course.element);
    document.title = `${report.title || 'All students'} - sockgrade report`;
  }
  shown = course;
  course.show();
}

function show() {
  const words = address(), row = chosenRow(words);
  document.body.classList.toggle('wide', !row && report.several);
  if (row) showStudent(row, words.get('at'));
  else if (report.several) showCourse();
  else root.replaceChildren(h('main', {}, h('h1', {}, 'Nothing was handed in')));
}

function keys(event) {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === '/' && !typing && shown === course && course) {
    event.preventDefault();
    document.getElementById('filter-q').focus();
  } else if (event.key === 'Escape' && !typing && report.several && shown !== course) {
    go({ student: null, attempt: null, at: null });
  }
}

// On paper everything is unfolded; what was folded is so again afterwards.
const unfolded = [];

function paper(on) {
  if (shown === course && course) course.matrix.unfold(on);
  if (on)
    for (const details of root.querySelectorAll('details.case:not([open])')) {
      details.fill();
      details.open = true;
      unfolded.push(details);
    }
  else while (unfolded.length) unfolded.pop().open = false;
}

document.body.append(
  h('header', { class: 'page' }, h('span', { class: 'brand' }, 'sockgrade'), themeSwitch()), root,
  h('footer', { class: 'page' }, `sockgrade ${report.version}`));
addEventListener('hashchange', show);
addEventListener('keydown', keys);
matchMedia('print').addEventListener('change', (event) => paper(event.matches));
addEventListener('beforeprint', () => paper(true));
addEventListener('afterprint', () => paper(false));
show();
// What the first search would wait for is made before it comes.
if (report.several && window.requestIdleCallback)
  requestIdleCallback(() => report.rows.forEach((row) => searchText(report, row)));
