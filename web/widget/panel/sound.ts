/** Two soft notes, made here so that there is no file to fetch. Silent where the browser wants a gesture first. */

let context: AudioContext | null = null;

export function chime(): void {
  try {
    context ??= new AudioContext();
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
    void context.resume();
  } catch {
    // no sound here
  }
}
