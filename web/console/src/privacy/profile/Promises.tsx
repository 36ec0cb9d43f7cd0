/** The sentences, each with who sees to it that it is true, and which settings of a site it binds. */
import type { JSX } from 'react';
import { Icon, type Sign } from '../../parts/Icon.tsx';
import { useWords } from '../../words.ts';
import type { Profile, ProfilePromise } from '../shapes.ts';
import css from './Profile.module.css';

const BY: Record<'machine' | 'organisational' | 'room', Sign> = {
  machine: 'search', // no tick: whether it is kept, the last run says
  organisational: 'people',
  room: 'pause',
};

const kindOf = (one: ProfilePromise): keyof typeof BY =>
  one.by === 'machine' || one.by === 'organisational' ? one.by : 'room';

export function Promises({ of }: { of: Profile }): JSX.Element {
  const { t } = useWords();
  const values = new Map(of.values.map((one) => [one.name, one]));
  const owners = new Map(of.controls.map((one) => [one.name, one.owner]));
  return (
    <ul className={css.promises}>
      {of.promises.map((one) => {
        const kind = kindOf(one);
        const bound = one.parameters.flatMap((name) => values.get(name) ?? []);
        return (
          <li key={one.id}>
            <p dir="auto">{one.text}</p>
            <small data-by={kind}>
              <Icon sign={BY[kind]} size={14} />
              {t(`desk.profile.by.${kind}`)}
              {owners.get(one.control) ? <bdi>{owners.get(one.control)}</bdi> : null}
            </small>
            {bound.map((value) => (
              <small key={value.name} className={css.value}>
                {value.site ? <Icon sign="lock" size={12} /> : null}
                <code dir="ltr">
                  {value.name} = {value.value}
                </code>
                {value.site ? t(`desk.profile.${value.mode}`) : null}
              </small>
            ))}
          </li>
        );
      })}
    </ul>
  );
}
