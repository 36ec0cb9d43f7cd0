/** Two soft notes, made here so that there is no file to fetch. Silent until the visitor has touched the page: the browser
 * wants it so, and so do we. */

let context: AudioContext | null = null;

/** In one tab only. */
export async function chime(): Promise<void> {
  if (!navigator.locks) return play(); // a page without TLS
  await navigator.locks.request('troth.chime', { ifAvailable: true }, async (mine) => {
    if (mine) await play();
  });
}

async function play(): Promise<void> {
  context ??= new AudioContext();
  // without a gesture this waits for one, and a sound of long ago would come with it
  await Promise.race([context.resume(), pause(300)]);
  if (context.state !== 'running') return;
  const { currentTime: now, destination } = context;
  for (const [at, pitch] of [
    [0, 660],
    [0.12, 880],
  ] as const) {
    const [tone, level] = [context.createOscillator(), context.createGain()];
    tone.frequency.value = pitch;
    level.gain.setValueAtTime(0.0001, now + at);
    level.gain.exponentialRampToValueAtTime(0.08, now + at + 0.02);
    level.gain.exponentialRampToValueAtTime(0.0001, now + at + 0.35);
    tone.connect(level).connect(destination);
    tone.start(now + at);
    tone.stop(now + at + 0.4);
  }
  await pause(600);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
