/** What reaches a person who looks elsewhere: the count in the title and a mark on the icon, a soft sound, a notice of the system, each by choice. */
import { choices } from '../choices.ts';
import type { Conversation } from '../door/shapes.ts';
import { counts } from '../inbox/rows.ts';
import { words } from '../words.ts';
import { inbox, whenFresh } from './inbox.ts';
import { me } from './me.ts';

const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
const [CALM, CALLING] = ['/console/mark.svg', '/console/mark-calling.svg'];

function call(): void {
  const calling = me.get() ? counts(inbox.get().rows, null).calling : 0;
  document.title = calling > 0 ? `(${words.get().number(calling)}) Troth` : 'Troth';
  const wanted = calling > 0 ? CALLING : CALM;
  if (icon && icon.getAttribute('href') !== wanted) icon.setAttribute('href', wanted);
}
inbox.follow(call);
me.follow(call);

let audio: AudioContext | null = null;

/** Browsers play nothing before the first click or key. To be called in one. */
export function unmute(): void {
  if (audio?.state === 'running') return;
  audio ??= new AudioContext();
  void audio.resume();
}

const atFirst = (): void => {
  if (choices.get().sound) unmute();
};
for (const gesture of ['click', 'keydown']) addEventListener(gesture, atFirst, { capture: true });

/** Two soft tones, a fifth apart. Made here, so there is no file to load. */
export function chime(): void {
  if (!audio) return;
  const at = audio.currentTime;
  for (const [tone, start] of [
    [587, 0],
    [880, 0.09],
  ] as const) {
    const voice = audio.createOscillator();
    const loud = audio.createGain();
    voice.frequency.value = tone;
    loud.gain.setValueAtTime(0, at + start);
    loud.gain.linearRampToValueAtTime(0.08, at + start + 0.015);
    loud.gain.exponentialRampToValueAtTime(0.0001, at + start + 0.45);
    voice.connect(loud).connect(audio.destination);
    voice.start(at + start);
    voice.stop(at + start + 0.5);
  }
}

/** Whether the browser has notifications, and nobody has answered yet whether this page may show them. */
export const mayAsk = (): boolean => 'Notification' in window && Notification.permission === 'default';

export async function askToNotify(): Promise<boolean> {
  return 'Notification' in window && (await Notification.requestPermission()) === 'granted';
}

let open: (row: Conversation) => void = () => {};
export const onNotice = (go: (row: Conversation) => void): void => {
  open = go;
};

whenFresh((row, text) => {
  const { sound, notify } = choices.get();
  if (sound) chime();
  if (!notify || document.visibilityState === 'visible' || Notification.permission !== 'granted') return;
  const notice = new Notification(row.visitor.name || row.visitor.label, { body: text, tag: row.id });
  notice.onclick = () => {
    window.focus();
    open(row);
    notice.close();
  };
});
