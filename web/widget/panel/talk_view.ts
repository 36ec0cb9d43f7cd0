import { addTalkWords } from './words.ts';

/** The talk's view with its words: a file of its own, fetched while the visitor writes their first message. */
export async function talkView(): Promise<typeof import('./talk.tsx')> {
  const view = await import('./talk.tsx');
  await addTalkWords(view.english);
  return view;
}
