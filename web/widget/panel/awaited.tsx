import { facts, type Talk } from '@troth/log';
import { useEffect, useState } from 'preact/hooks';
import type { Visit } from './visit.ts';
import { useWords } from './words.ts';

const PATIENCE = 60_000; // ms without an answer

/** Where the visitor asked the transcript to go. */
export function askedFor(talk: Talk): string {
  const asked = talk.events.findLast((event) => event.kind === 'transcript_asked');
  return (asked?.kind === 'transcript_asked' && asked.body?.address) || '';
}

/** Where the visitor is reached by mail, as far as this talk knows. */
export function addressOf(talk: Talk): string {
  return askedFor(talk) || (facts(talk).answers.find((answer) => answer.field === 'email')?.value ?? '');
}

/** Between the first words and the first answer: who will answer, and whether one may leave. */
export function Awaited({ visit, talk, onTranscript }: { visit: Visit; talk: Talk; onTranscript: () => void }) {
  const { t, own } = useWords();
  const { closed, offline, known } = facts(talk);
  const [first] = talk.events;
  const answered = Object.keys(known).length > 0 || talk.events.some((event) => event.author.kind === 'agent');
  const awaited = first?.kind === 'opened' && !closed && !answered;
  const late = useLater(awaited ? Date.parse(first.at) + PATIENCE : 0);
  if (!awaited) return null;
  const address = addressOf(talk);
  if (offline && address) return null; // said where it began
  const name = own('title') || visit.site.name;
  return (
    <p class="line awaited">
      {address ? (
        t('awaited.mail', { name, address })
      ) : offline || late ? (
        <>
          {t(offline ? 'awaited.leave' : 'awaited.late')}{' '}
          <button type="button" class="link" onClick={onTranscript}>
            {t('awaited.act')}
          </button>
        </>
      ) : (
        t('awaited', { name })
      )}
    </p>
  );
}

/** Whether a moment (ms; 0: never) has passed. */
function useLater(moment: number): boolean {
  const [passed, setPassed] = useState(0);
  useEffect(() => {
    if (!moment) return;
    const timer = setTimeout(() => setPassed(moment), moment - Date.now());
    return () => clearTimeout(timer);
  }, [moment]);
  return moment > 0 && passed === moment;
}
