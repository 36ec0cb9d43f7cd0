/** The sentences, each with who sees to it that it is true, and which settings of a site it binds. */
import type { JSX } from 'react';
import { Icon, type Sign } from '../../parts/Icon.tsx';
import { useWords } from '../../words.ts';
import type { Profile, ProfilePromise, ProfileValue } from '../shapes.ts';
import css from './Profile.module.css';

const BY: Record<'machine' | 'organisational' | 'room', Sign> = {
  machine: 'search', // no tick: whether it is kept, the last run says
  organisational: 'people',
  room: 'pause',
};

const kindOf = (one: ProfilePromise): keyof typeof BY =>
  one.by === 'machine' || one.by === 'organisational' ? one.by : 'room';

/** How the values that sites are held to bind them; the sentence says the values themselves. */
const modesOf = (bound: ProfileValue[]): ProfileValue['mode'][] => [
  ...new Set(bound.filter((value) => value.site).map((value) => value.mode)),
];

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
            {bound
              .filter((value) => !one.text.includes(value.told))
              .map((value) => (
                <p key={value.name} className={css.reads} dir="auto">
                  {value.reads}
                </p>
              ))}
            <small data-by={kind}>
              <span>
                <Icon sign={BY[kind]} size={14} />
                {t(`desk.profile.by.${kind}`)}
                {owners.get(one.control) ? <bdi>{owners.get(one.control)}</bdi> : null}
              </span>
              {modesOf(bound).map((mode) => (
                <span key={mode}>
                  <Icon sign="lock" size={12} />
                  {t(`desk.profile.${mode}`)}
                </span>
              ))}
            </small>
          </li>
        );
      })}
    </ul>
  );
}
