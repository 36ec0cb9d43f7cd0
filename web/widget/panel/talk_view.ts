import { addWords } from './words.ts';

/** The talk's view with its words: a file of its own, fetched while the visitor writes their first message. */
export async function talkView(): Promise<typeof import('./talk.tsx')> {
  const view = await import('./talk.tsx');
  await addWords('talk', view.english);
  return view;
}

/** What is seen instead of a chat. */
export async function askedView(): Promise<typeof import('./asked.tsx')> {
  const view = await import('./asked.tsx');
  await addWords('asked', view.english);
  return view;
}
