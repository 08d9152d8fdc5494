// Says every twenty seconds that this page is looked at, or that a player on it plays: without a cookie, without anything
// kept on the device, and not at all for those who ask not to be tracked. docs/BEACON.md tells how to carry it elsewhere.
(() => {
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement)) return;
  const about = script.dataset.watch;
  const asksNot = navigator.doNotTrack === '1' || /** @type {any} */ (navigator).globalPrivacyControl === true;
  if (!about || asksNot) return;
  const address = new URL('/api/v1/beacon', script.src);
  const chosen = script.dataset.player;
  const player = () => (chosen ? document.querySelector(chosen) : null);
  /** Somebody looks at the page, or the player plays, be it in another tab. */
  const isWatched = () => {
    const media = player();
    if (!chosen) return !document.hidden;
    return media instanceof HTMLMediaElement && !media.paused && !media.ended;
  };
  let beat = '';
  let timer = 0;
  let last = 0;
  const plan = (/** @type {number} */ seconds) => {
    clearTimeout(timer);
    if (seconds > 0) timer = window.setTimeout(send, seconds * 1000);
  };
  const send = async () => {
    if (!isWatched()) return;
    last = Date.now();
    try {
      const body = JSON.stringify({ about, place: chosen ? 'player' : 'page', beat });
      const answer = await fetch(address, { method: 'POST', body, keepalive: true, credentials: 'omit' });
      const said = await answer.json();
      beat = said.beat ?? '';
      plan(answer.ok ? said.after : 60);
    } catch {
      // The network went away; what was watched meanwhile is not counted.
      plan(20);
    }
  };
  // Back again: at once, or when the next beat is due.
  const resume = () => isWatched() && plan(Math.max(1, 20 - (Date.now() - last) / 1000));
  document.addEventListener('visibilitychange', resume);
  document.addEventListener('playing', resume, true);
  send();
})();
