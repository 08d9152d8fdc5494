// The draw on the hall's screen: a sound with each ball for those who want one, and Space or an arrow for the next.

const KEY = 'draw-sound';
const button = document.querySelector('[data-draw-sound]');
const isOn = () => localStorage.getItem(KEY) === 'on';

/** Two short notes; a browser that wants a touch first stays silent. */
const chime = () => {
  const audio = new AudioContext();
  [523, 784].forEach((pitch, at) => {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const start = audio.currentTime + at * 0.18;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.25, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.5);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.5);
  });
};

if (button instanceof HTMLButtonElement) {
  const show = () => button.setAttribute('aria-pressed', String(isOn()));
  button.hidden = false;
  show();
  button.addEventListener('click', () => {
    localStorage.setItem(KEY, isOn() ? 'off' : 'on');
    show();
    if (isOn()) chime();
  });
  if (isOn() && document.querySelector('[data-draw-ball]')) chime();
}

document.addEventListener('keydown', (event) => {
  const next = document.querySelector('[data-draw-next]');
  const wanted = event.key === ' ' || event.key === 'ArrowRight' || event.key === 'PageDown';
  const elsewhere = event.target instanceof HTMLElement && event.target.closest('button, a, input');
  if (!wanted || elsewhere || !(next instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  next.click();
});
