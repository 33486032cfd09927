// Elements are made here and nowhere else, and texts only ever become text nodes: what a
// student's program sent can't become markup.

const SVG = 'http://www.w3.org/2000/svg';

// properties: an attribute each; "on" holds listeners by the event's name. Left out: undefined,
// null and false. children: elements, texts, numbers, lists of them, or nothing.
function make(element, properties, children) {
  for (const [name, value] of Object.entries(properties || {})) {
    if (name === 'on')
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (value !== undefined && value !== null && value !== false)
      element.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children.flat(Infinity))
    if (child !== undefined && child !== null && child !== false && child !== '')
      element.append(child instanceof Node ? child : String(child));
  return element;
}

function h(tag, properties, ...children) {
  return make(document.createElement(tag), properties, children);
}

function svg(tag, properties, ...children) {
  return make(document.createElementNS(SVG, tag), properties, children);
}

function plural(count, one, many) {
  return `${number(count)} ${count === 1 ? one : many || one + 's'}`;
}

// 1234.5 -> "1,234.5", never more than two places.
const FORMAT = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

function number(value) {
  return Number.isInteger(value) && value < 1000 ? String(value) : FORMAT.format(value);
}

function duration(ms) {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.round(ms / 60000)} min`;
}

// A command to copy. Where there is no clipboard, it is selected.
function command(text) {
  const code = h('code', {}, text);
  const button = h('button', { type: 'button', class: 'copy' }, 'Copy');
  const said = h('span', { class: 'aside', role: 'status' });
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = 'copied';
    } catch {
      getSelection().selectAllChildren(code);
      said.textContent = 'selected';
    }
  });
  return h('div', { class: 'command' }, code, button, said);
}
