/** A picture of a person as it is kept: a square of the middle, small, and nothing of what a camera writes beside it. */
import { api } from './http.ts';
import type { Member } from './shapes.ts';

const SIDE = 256; // pixels

/** The picture made small. Null when the browser can't read it as one. */
export async function portraitOf(file: Blob): Promise<Blob | null> {
  const whole = await createImageBitmap(file).catch(() => null);
  if (!whole || whole.width === 0 || whole.height === 0) return null;
  const side = Math.min(whole.width, whole.height);
  const [x, y] = [(whole.width - side) / 2, (whole.height - side) / 2];
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIDE;
  const pen = canvas.getContext('2d');
  if (!pen) return null;
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(whole, x, y, side, side, 0, 0, SIDE, SIDE);
  whole.close();
  return await new Promise((made) => canvas.toBlob(made, 'image/webp', 0.9)); // PNG where a browser can't write WebP
}

export const keepPortrait = (workspace: string, member: string, picture: Blob): Promise<Member> =>
  api(`/workspaces/${workspace}/members/${member}/picture`, { method: 'PUT', raw: picture });

export const dropPortrait = (workspace: string, member: string): Promise<Member> =>
  api(`/workspaces/${workspace}/members/${member}/picture`, { method: 'DELETE' });
