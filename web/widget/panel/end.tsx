import type { Facts } from '@troth/log';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Icon } from './icons.tsx';
import { rate } from './verbs.ts';
import type { Visit } from './visit.ts';
import { useWords } from './words.ts';
import { written } from './written.ts';

const SCORES = [1, 2, 3, 4, 5];

/** After the talk: thanks, how it was, the transcript, and a way to begin again. */
export function EndCard({ visit, facts, onTranscript }: { visit: Visit; facts: Facts; onTranscript: () => void }) {
  const { t, own } = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const [score, setScore] = useState(0);
  const rated = Boolean(facts.rating);
  useEffect(() => {
    // what had the focus is gone (the composer, the question, the stars): go on reading here
    if (visit.state.open && document.activeElement === document.body) heading.current?.focus();
  }, [rated]);
  return (
    <section class="sheet ended" aria-label={t('ended')}>
      <h2 dir="auto" ref={heading} tabIndex={-1}>
        {rated ? t('rate.done') : own('thanks') || t('ended')}
      </h2>
      {!rated && <Rate visit={visit} score={score} onScore={setScore} />}
      <div class="acts">
        <button type="button" class="plain" onClick={onTranscript}>
          <Icon name="mail" />
          {t('ended.transcript')}
        </button>
        <button type="button" class={score && !rated ? 'plain' : 'main'} onClick={() => visit.forget()}>
          {t('ended.again')}
        </button>
      </div>
    </section>
  );
}

function Rate({ visit, score, onScore }: { visit: Visit; score: number; onScore: (score: number) => void }) {
  const { t } = useWords();
  const id = useId();
  const [comment, setComment] = useState('');
  const [state, setState] = useState<'' | 'busy' | 'failed'>('');
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    setState('busy');
    try {
      await rate(visit, score, comment.trim());
    } catch {
      setState('failed');
    }
  };
  return (
    <form class="rate" onSubmit={(event) => void send(event)}>
      <fieldset>
        <legend>{t('rate')}</legend>
        <div class="stars">
          {SCORES.map((one) => (
            <label key={one} class={one <= score ? 'on' : ''} title={t(`rate.${one}`)}>
              <input type="radio" name={id} value={one} checked={score === one} onChange={() => onScore(one)} />
              <Icon name="star" size={28} />
              <span class="unseen">{t(`rate.${one}`)}</span>
            </label>
          ))}
          <output>{score > 0 ? t(`rate.${score}`) : ''}</output>
        </div>
      </fieldset>
      {score > 0 && (
        <>
          <div class="row">
            <label class="unseen" for={`${id}-comment`}>
              {t('rate.comment')}
            </label>
            <textarea
              id={`${id}-comment`}
              {...written(comment)}
              rows={2}
              maxLength={1000}
              placeholder={t('rate.comment')}
              value={comment}
              onInput={(event) => setComment(event.currentTarget.value)}
            />
          </div>
          {state === 'failed' && (
            <p class="wrong" role="alert">
              {t('rate.failed')}
            </p>
          )}
          <button type="submit" class="main" disabled={state === 'busy'}>
            {t('rate.send')}
          </button>
        </>
      )}
    </form>
  );
}
