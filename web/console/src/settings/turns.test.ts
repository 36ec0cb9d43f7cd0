import { describe, expect, it } from 'vitest';
import { inTurn } from './turns.ts';

describe('changes of one thing', () => {
  it('are sent in the order they were made, also after one that failed; only the last answer counts', async () => {
    const turns = inTurn();
    const sent: string[] = [];
    const counted: string[] = [];
    const answers: ((good: boolean) => void)[] = [];
    const change = (name: string): Promise<void> =>
      turns
        .take(() => {
          sent.push(name);
          return new Promise<string>((resolve, reject) => {
            answers.push((good) => (good ? resolve(name) : reject(new Error(name))));
          });
        })
        .then(
          (answer) => void (turns.last() && counted.push(answer)),
          () => {},
        );
    const all = ['mon', 'tue', 'wed'].map(change);
    for (const [at, good] of [true, false, true].entries()) {
      await expect.poll(() => answers.length).toBe(at + 1);
      expect(sent).toHaveLength(at + 1);
      answers[at]?.(good);
    }
    await Promise.all(all);
    expect([sent, counted]).toEqual([['mon', 'tue', 'wed'], ['wed']]);
  });
});
