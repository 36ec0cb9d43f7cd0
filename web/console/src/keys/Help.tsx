/** All keys on one sheet. */
import type { JSX } from 'react';
import { useGuarding } from '../live/me.ts';
import { Keys } from '../parts/Keys.tsx';
import { Sheet } from '../parts/Sheet.tsx';
import { useWords } from '../words.ts';
import css from './Help.module.css';
import { ACT_NAMES, ACTS, type Group } from './table.ts';

const GROUPS: readonly Group[] = ['go', 'list', 'talk', 'desk', 'more'];

export default function Help({ onClose }: { onClose: () => void }): JSX.Element {
  const { t } = useWords();
  const guarding = useGuarding();
  return (
    <Sheet title={t('act.help')} open onClose={onClose} size="wide">
      <div className={css.groups}>
        {GROUPS.filter((group) => group !== 'desk' || guarding).map((group) => (
          <section key={group}>
            <h3>{t(`keys.${group}`)}</h3>
            <dl>
              {ACT_NAMES.filter((name) => ACTS[name].group === group && (guarding || name !== 'go.privacy')).map(
                (name) => (
                  <div key={name}>
                    <dt>{t(`act.${name}`)}</dt>
                    <dd>
                      <Keys keys={ACTS[name].keys} />
                    </dd>
                  </div>
                ),
              )}
              {group === 'talk' ? (
                <div>
                  <dt>{t('keys.send')}</dt>
                  <dd>
                    <Keys keys="Enter" />
                  </dd>
                </div>
              ) : null}
            </dl>
          </section>
        ))}
      </div>
      <p className={css.foot}>{t('keys.foot')}</p>
    </Sheet>
  );
}
