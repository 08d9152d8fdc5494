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

// A game of a draft is dragged to another slot; the page of the game does the same without a script.
const calendar = document.querySelector('#calendar');
if (calendar instanceof HTMLElement) {
  /** @type {{ href: string, version: number } | null} */
  let moving = null;
  const spots = () => /** @type {NodeListOf<HTMLElement>} */ (calendar.querySelectorAll('[data-slot]'));
  const clear = () => {
    for (const spot of spots()) {
      spot.classList.remove('can', 'cannot');
      spot.removeAttribute('title');
    }
  };
  const light = async (/** @type {string} */ href) => {
    const answer = await fetch(`${href}/slots`);
    if (!answer.ok) return;
    const told = await answer.json();
    if (!moving || moving.href !== href) return;
    moving.version = told.version;
    for (const spot of spots()) {
      const there = told.slots.find((/** @type {{ slot: string }} */ one) => one.slot === spot.dataset.slot);
      if (!there) continue;
      spot.classList.add(there.legal ? 'can' : 'cannot');
      spot.title = there.legal ? `${there.cost > 0 ? '+' : ''}${there.cost}` : there.why;
    }
  };
  for (const game of calendar.querySelectorAll('a[data-game]')) {
    if (!(game instanceof HTMLAnchorElement)) continue;
    game.draggable = true;
    game.addEventListener('dragstart', () => {
      clear();
      moving = { href: game.pathname, version: 0 };
      light(game.pathname).catch(clear);
    });
    game.addEventListener('dragend', () => {
      moving = null;
      clear();
    });
  }
  const target = (/** @type {DragEvent} */ event) =>
    event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest('.can')) : null;
  calendar.addEventListener('dragover', (event) => {
    if (moving && target(event)) event.preventDefault();
  });
  calendar.addEventListener('drop', (event) => {
    const spot = target(event);
    if (!moving || !spot) return;
    event.preventDefault();
    const form = document.createElement('form');
    form.method = 'post';
    form.action = `${moving.href}/move`;
    const token = document.querySelector('input[name="csrf"]');
    const fields = {
      csrf: token instanceof HTMLInputElement ? token.value : '',
      version: String(moving.version),
      slot: spot.dataset.slot ?? '',
    };
    for (const [name, value] of Object.entries(fields)) {
      const field = document.createElement('input');
      field.type = 'hidden';
      field.name = name;
      field.value = value;
      form.append(field);
    }
    document.body.append(form);
    form.submit();
  });
}
