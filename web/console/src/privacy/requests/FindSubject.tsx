/** Somebody sought by address, name or number; nothing is asked of the server before two letters are written. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import { Button as Base } from 'react-aria-components';
import type { Page } from '../../door/shapes.ts';
import { Field } from '../../parts/Field.tsx';
import { Since } from '../../parts/Time.tsx';
import { useWords } from '../../words.ts';
import { desk } from '../door.ts';
import { useRested } from '../rested.ts';
import type { Found } from '../shapes.ts';
import css from './Ask.module.css';

const LEAST = 2; // letters
const REST = 300; // ms without a press before we ask

interface Props {
  workspace: string;
  first?: string;
  onFound: (one: Found) => void;
}

export function FindSubject({ workspace, first = '', onFound }: Props): JSX.Element {
  const { t } = useWords();
  const [sought, setSought] = useState(first);
  const asked = useRested(sought.trim(), REST);
  const { data, isFetching } = useQuery({
    queryKey: [workspace, 'privacy', 'subjects', asked],
    queryFn: () => desk<Page<Found>>(workspace, `/subjects?q=${encodeURIComponent(asked)}`),
    enabled: asked.length >= LEAST,
    placeholderData: keepPreviousData,
  });
  const found = asked.length >= LEAST ? data?.items : undefined;
  return (
    <div className={css.find}>
      <Field label={t('desk.find')} hint={t('desk.find.hint')} value={sought} onChange={setSought} autoFocus />
      <ul aria-label={t('desk.found')} aria-busy={isFetching}>
        {found?.map((one) => (
          <li key={`${one.kind}${one.id}`}>
            <Base className={css.found ?? ''} onPress={() => onFound(one)}>
              <bdi>{one.label}</bdi>
              <small>
                {t(`desk.kind.${one.kind}`)}
                {one.last_seen ? (
                  <>
                    {' · '}
                    <Since at={one.last_seen} />
                  </>
                ) : null}
              </small>
            </Base>
          </li>
        ))}
      </ul>
      {found?.length === 0 && !isFetching ? (
        <p className={css.none} role="status">
          {t('desk.find.none')}
        </p>
      ) : null}
    </div>
  );
}
