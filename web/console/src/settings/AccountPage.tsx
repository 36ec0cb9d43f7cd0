/** What is the person's own: name, language, face for each client, password. */
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type JSX, useState } from 'react';
import { choose } from '../choices.ts';
import { api } from '../door/http.ts';
import { type ChangeError, changePassword } from '../door/session.ts';
import type { Me, Membership, Person } from '../door/shapes.ts';
import { me, useMe } from '../live/me.ts';
import { Button } from '../parts/Button.tsx';
import { Client } from '../parts/Client.tsx';
import { Field } from '../parts/Field.tsx';
import { Pick } from '../parts/Pick.tsx';
import { tell } from '../parts/toasts.tsx';
import { LEAST } from '../signin/ChoosePassword.tsx';
import { trouble } from '../talk/deeds.ts';
import { SPOKEN, useWords } from '../words.ts';
import css from './AccountPage.module.css';
import { Part, Sentence } from './Part.tsx';
import { Portrait } from './Portrait.tsx';
import page from './page.module.css';
import site from './SitePage.module.css';

/** What the server now says of the person; the rest of the console follows. */
async function learn(): Promise<void> {
  me.set(await api<Me>('/me'));
}

export function AccountPage(): JSX.Element {
  const { t } = useWords();
  const { memberships } = useMe();
  return (
    <div className={page.page}>
      <header className={page.head}>
        <h1>{t('account.title')}</h1>
        <p className={page.lead}>{t('account.lead')}</p>
      </header>
      <You />
      {memberships.length > 0 ? (
        <Part title={t('account.faces')} text={t('account.faces.text')}>
          <ul className={css.faces}>
            {memberships.map((one) => (
              <FaceAt key={one.workspace.id} membership={one} />
            ))}
          </ul>
        </Part>
      ) : null}
      <Password />
    </div>
  );
}

function You(): JSX.Element {
  const { t, locale } = useWords();
  const { person } = useMe();
  const [name, setName] = useState(person.name);
  const cache = useQueryClient();

  async function keep(some: Partial<Person>): Promise<void> {
    try {
      await api('/me/person', { method: 'PATCH', body: some });
      await learn();
      void cache.invalidateQueries();
      tell(t('saved'));
    } catch (error) {
      setName(person.name);
      trouble(error);
    }
  }

  return (
    <Part title={t('account.you')} text={t('account.you.text')}>
      <div className={site.stack}>
        <Field
          label={t('account.name')}
          value={name}
          onChange={setName}
          error={name.trim() ? null : t('error.name')}
          most={120}
          onBlur={() => name.trim() && name.trim() !== person.name && void keep({ name: name.trim() })}
        />
        <Field label={t('account.email')} value={person.email} ltr disabled hint={t('account.email.text')} />
      </div>
      <Sentence
        words={t('account.language')}
        parts={{
          language: (
            <Pick
              says={t('language')}
              value={Object.hasOwn(SPOKEN, person.language) ? person.language : locale}
              options={Object.entries(SPOKEN)}
              onChange={(language) => {
                choose({ locale: language });
                void keep({ language });
              }}
            />
          ),
        }}
      />
    </Part>
  );
}

function FaceAt({ membership }: { membership: Membership }): JSX.Element {
  const { person } = useMe();
  const { workspace, member_id: id, alias, title, picture } = membership;
  const cache = useQueryClient();
  const changed = (): void => {
    void learn();
    void cache.invalidateQueries({ queryKey: [workspace.id, 'members'] });
  };
  return (
    <li>
      <Portrait
        workspace={workspace.id}
        member={{ id, name: alias, colour: person.colour, picture }}
        says={workspace.name}
        may
        size={48}
        onChange={changed}
      />
      <span>
        <bdi className={css.alias}>{alias}</bdi>
        {title ? <bdi className={css.title}>{title}</bdi> : null}
        <Client name={workspace.name} colour={workspace.colour} />
      </span>
    </li>
  );
}

function Password(): JSX.Element {
  const { t } = useWords();
  const { person } = useMe();
  const [wrong, setWrong] = useState<ChangeError | null>(null);
  const [busy, setBusy] = useState(false);
  const ofNow = wrong === 'current';
  const ofNew = wrong === 'short' || wrong === 'common' || wrong === 'similar' || wrong === 'weak';

  async function change(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget;
    const data = new FormData(form);
    const [now, next] = [String(data.get('now')), String(data.get('next'))];
    if (!now) return setWrong('current');
    if (next.length < LEAST) return setWrong('short');
    setBusy(true);
    const found = await changePassword(now, next);
    setBusy(false);
    setWrong(found);
    if (found) {
      form.querySelector<HTMLInputElement>(`[name=${found === 'current' ? 'now' : 'next'}]`)?.focus();
      return;
    }
    form.reset();
    tell(t('account.password.changed'));
  }

  return (
    <Part title={t('account.password')} text={t('account.password.text')}>
      <form className={site.stack} onSubmit={(event) => void change(event)} noValidate>
        <input type="text" name="username" autoComplete="username" value={person.email} readOnly hidden />
        <Field
          label={t('account.password.now')}
          name="now"
          type="password"
          autoComplete="current-password"
          ltr
          error={ofNow ? t('account.password.wrong') : null}
        />
        <Field
          label={t('signin.new')}
          name="next"
          type="password"
          autoComplete="new-password"
          ltr
          hint={t('signin.new.hint')}
          error={ofNew ? t(`signin.error.${wrong}`) : null}
        />
        {wrong && !ofNow && !ofNew ? (
          <p className={site.warn} role="alert">
            {t(wrong === 'signed_out' ? 'error.sign_in' : `signin.error.${wrong}`)}
          </p>
        ) : null}
        <div>
          <Button kind="solid" type="submit" isPending={busy}>
            {t('account.password.keep')}
          </Button>
        </div>
      </form>
    </Part>
  );
}
