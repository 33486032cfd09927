// What is shown stands in the address behind "#", so that a link brings back the same view:
// q, result, code, exercise, score, sort, student, attempt, at (exercise or exercise/case).

function address() {
  return new URLSearchParams(location.hash.slice(1));
}

// The fragment with these changed; null takes one away.
function fragment(changes) {
  const words = address();
  for (const [name, value] of Object.entries(changes))
    if (value === null || value === '') words.delete(name);
    else words.set(name, value);
  return '#' + words;
}

// A step that "back" undoes.
function go(changes) {
  location.hash = fragment(changes);
}

// The same view, seen otherwise: no step of its own.
function adjust(changes) {
  location.replace(fragment(changes));
}
