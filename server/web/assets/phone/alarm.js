// @ts-check
// Sound and vibration when the number is called. Browsers allow sound only after the holder has touched the page.

/** @type {AudioContext | undefined} */
let audio;

/** To be called from a touch. Returns whether the phone can sound. */
export function allowSound() {
  const Context = globalThis.AudioContext ?? /** @type {any} */ (globalThis).webkitAudioContext;
  if (!Context) return false;
  audio ??= new Context();
  audio?.resume();
  return true;
}

/** Two notes, three times, and a long vibration. */
export function alarm() {
  if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.([400, 150, 400, 150, 800]);
  if (!audio) return;
  for (let i = 0; i < 3; i += 1) {
    beep(audio, 880, i * 0.9);
    beep(audio, 660, i * 0.9 + 0.3);
  }
}

/** @param {AudioContext} context @param {number} pitch in Hz @param {number} after in seconds */
function beep(context, pitch, after) {
  const start = context.currentTime + after;
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0.0001, start);
  volume.gain.exponentialRampToValueAtTime(0.5, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.28);
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(start + 0.3);
}
