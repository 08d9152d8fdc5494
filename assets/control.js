// Comforts of the control room; every page works without them.

const isTyping = (/** @type {EventTarget | null} */ target) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));

// A list filters while one types.
const quick = document.querySelector('.quick');
const input = quick?.querySelector('input');
if (quick instanceof HTMLElement && input instanceof HTMLInputElement) {
  quick.hidden = false;
  const rows = [...document.querySelectorAll('table.rows tbody tr')];
  input.addEventListener('input', () => {
    const wanted = input.value.trim().toLowerCase();
    for (const row of rows) {
      if (row instanceof HTMLElement) row.hidden = !(row.textContent ?? '').toLowerCase().includes(wanted);
    }
  });
}

// A season is chosen without a second tap.
const season = document.querySelector('.season-switch select');
season?.addEventListener('change', () => {
  if (season instanceof HTMLSelectElement) season.form?.submit();
});

// The offer to take a change back leaves when the server would no longer accept it.
const offer = document.querySelector('.undo.offers');
if (offer instanceof HTMLElement) setTimeout(() => offer.remove(), Number(offer.dataset.seconds ?? 0) * 1000);

// Keys: g and a letter go somewhere, ? shows the list, Escape leaves a field or a dialog.
let going = false;
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target)) {
    if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur();
    return;
  }
  const dialog = document.querySelector('dialog.keys');
  if (event.key === '?' && dialog instanceof HTMLDialogElement) {
    dialog.showModal();
  } else if (going) {
    const link = document.querySelector(`.rooms a[data-letter="${CSS.escape(event.key)}"]`);
    if (link instanceof HTMLAnchorElement) location.href = link.href;
  }
  going = event.key === 'g';
});
