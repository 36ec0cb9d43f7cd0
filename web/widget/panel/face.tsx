import type { Face as FaceOf } from './shapes.ts';

/** A person's picture, else the initials of the name they go by. The name is always written beside it. */
export function Face({ face, size = 36 }: { face: FaceOf; size?: number }) {
  const letters = [...face.alias.trim().matchAll(/(?:^|\s)(\p{L})/gu)].map((found) => found[1]);
  const initials = [letters[0], letters.length > 1 ? letters.at(-1) : ''].join('').toLocaleUpperCase();
  const own = face.picture && /^(\/|blob:)/.test(face.picture); // other hosts are not asked for anything
  return (
    <span class="face" style={{ inlineSize: `${size}px`, blockSize: `${size}px`, fontSize: `${size * 0.38}px` }}>
      {own ? <img src={face.picture} alt="" width={size} height={size} /> : <span aria-hidden="true">{initials}</span>}
    </span>
  );
}
