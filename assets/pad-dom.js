// The few lines of DOM the pad needs, and its words.

/** @typedef {Node | string | number | null | false | undefined} Child */

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Child | (Child | Child[])[])} children
 * @returns {HTMLElement}
 */
export const h = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children.flat(2)) {
    if (child !== null && child !== false && child !== undefined) element.append(child instanceof Node ? child : String(child));
  }
  return element;
};

/**
 * A button; what it does stands in `data-do`.
 * @param {string} does @param {Child | (Child | Child[])[]} label @param {Record<string, unknown>} [attributes]
 */
export const button = (does, label, attributes = {}) => h('button', { type: 'button', 'data-do': does, ...attributes }, label);

const root = /** @type {HTMLElement} */ (document.getElementById('pad'));
/** @type {Record<string, string>} */
const words = JSON.parse(root.dataset['words'] ?? '{}');

/** @param {string} name */
export const say = (name) => words[name] ?? name;

/** @type {Map<string, string>} */
const drawn = new Map();

/**
 * Draws a region anew only when it changed: a button under a finger stays the same button.
 * @param {string} id @param {(Child | Child[])[]} children
 */
export const draw = (id, children) => {
  const region = document.getElementById(id);
  if (!region) return;
  const holder = h('div', {}, children);
  if (drawn.get(id) === holder.innerHTML && region.childNodes.length === holder.childNodes.length) return;
  drawn.set(id, holder.innerHTML);
  const focused = document.activeElement instanceof HTMLElement && region.contains(document.activeElement) ? document.activeElement.dataset['do'] : null;
  const { scrollTop } = region;
  region.replaceChildren(...holder.childNodes);
  region.scrollTop = scrollTop;
  if (focused) {
    const again = [...region.querySelectorAll('[data-do]')].find((node) => node instanceof HTMLElement && node.dataset['do'] === focused);
    if (again instanceof HTMLElement) again.focus();
  }
};

/** @param {number} ms */
export const clockText = (ms) => {
  const tenths = Math.ceil(ms / 100);
  if (ms < 60_000) return `${Math.floor(tenths / 10)}.${tenths % 10}`;
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

/** @param {string} text @returns {number | null} */
export const clockMs = (text) => {
  const parts = text.trim().match(/^(?:(\d{1,2})[:::])?(\d{1,2})(?:[..](\d))?$/);
  if (!parts) return null;
  return (Number(parts[1] ?? 0) * 60 + Number(parts[2])) * 1000 + Number(parts[3] ?? 0) * 100;
};

export { root };
