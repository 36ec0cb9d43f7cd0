/** Why something can't be erased, stays, or is out of reach, in the person's language: by the code that the server gives
 * beside its sentence. What is newer than this console is said as the server says it. */
import { apart, useWords } from '../words.ts';
import type { Reason } from './shapes.ts';
import { useDay } from './zone.ts';

export function useReasons(): (sentence: string, reasons?: readonly Reason[]) => string {
  const { t } = useWords();
  const day = useDay();
  return (sentence, reasons) => {
    const reason = reasons?.find((one) => one.sentence === sentence);
    if (!reason) return sentence;
    const { kind, since, reason: why, ...params } = reason.params;
    const key = `desk.because.${reason.code}${kind ? `.${kind}` : ''}`;
    const words = t(key, { ...params, since: since ? day(String(since)) : '', reason: apart(String(why ?? '')) });
    return words === key ? sentence : words;
  };
}
