// Small comforts on top of pages that work without them: keys, and nothing else.

const isTyping = (/** @type {EventTarget | null} */ target) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));

/** @type {Record<string, string>} */
const places = { h: '/', t: '/admin', c: '/admin/competitions', k: '/admin/clubs', f: '/admin/fixtures', r: '/admin/results' };
let going = false;

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === '/') {
    const search = document.querySelector('input[type="search"]');
    if (search instanceof HTMLInputElement) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  } else if (going && document.body.classList.contains('admin') && places[event.key]) {
    location.href = places[event.key];
  }
  going = event.key === 'g';
});
