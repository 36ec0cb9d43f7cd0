/** Not in the first view's file: nobody has spoken yet. */
export function chime(): void {
  import('./sound.ts').then((sound) => sound.chime()).catch(() => {}); // no line or no loudspeaker: no sound
}
