/** What the officer of a client says once: whose days count, whom people can write to, who watches over it. */
import { useQueryClient } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import { Problem } from '../door/http.ts';
import type { Membership } from '../door/shapes.ts';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Field } from '../parts/Field.tsx';
import { FieldBones } from '../parts/Skeleton.tsx';
import { tell } from '../parts/toasts.tsx';
import { Part, Sentence } from '../settings/Part.tsx';
import page from '../settings/page.module.css';
import site from '../settings/SitePage.module.css';
import { useTurns } from '../settings/turns.ts';
import { ZonePick } from '../settings/ZonePick.tsx';
import { trouble } from '../talk/deeds.ts';
import { useWords } from '../words.ts';
import { desk, useDeskSettings } from './door.ts';
import type { DeskSettings } from './shapes.ts';

export function DeskSettingsPage({ membership }: { membership: Membership }): JSX.Element {
  const { t } = useWords();
  const workspace = membership.workspace.id;
  const { data, isError, refetch } = useDeskSettings(workspace);
  if (isError)
    return (
      <Empty sign="warn" bad title={t('desk.settings.failed')}>
        <Button onPress={() => void refetch()}>{t('retry')}</Button>
      </Empty>
    );
  if (!data) return <FieldBones says={t('loading')} />;
  return (
    <div className={page.page}>
      <header className={page.head}>
        <h1>{t('desk.settings')}</h1>
        <p className={page.lead}>{t('desk.settings.lead', { client: membership.workspace.name })}</p>
      </header>
      <Parts workspace={workspace} held={data} />
    </div>
  );
}

function Parts({ workspace, held }: { workspace: string; held: DeskSettings }): JSX.Element {
  const { t } = useWords();
  const cache = useQueryClient();
  const [contact, setContact] = useState(held.privacy_contact);
  const [name, setName] = useState(held.authority);
  const [url, setUrl] = useState(held.authority_url);
  const turns = useTurns(); // each sends all of them: a later change must know what the one before made of it
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});

  async function keep(some: Partial<DeskSettings>): Promise<void> {
    const key = [workspace, 'privacy', 'settings'];
    const right = Object.fromEntries(Object.keys(some).map((field) => [field, '']));
    try {
      await turns.take(async () => {
        const now = cache.getQueryData<DeskSettings>(key) ?? held;
        const body = { ...now, ...some };
        cache.setQueryData(key, await desk<DeskSettings>(workspace, '/settings', { method: 'PUT', body }));
      });
      setWrong((before) => ({ ...before, ...right, policy: '' }));
      tell(t('saved'));
    } catch (error) {
      if (error instanceof Problem && Object.keys(error.fields).length > 0)
        setWrong((before) => ({ ...before, ...error.fields }));
      else trouble(error);
    }
  }
  return (
    <>
      <Part title={t('desk.settings.zone')} text={t('desk.settings.zone.text')}>
        <Sentence
          words={t('desk.settings.zone.says')}
          parts={{
            zone: (
              <ZonePick value={held.time_zone} disabled={false} onChange={(zone) => void keep({ time_zone: zone })} />
            ),
          }}
        />
      </Part>
      <Part title={t('desk.settings.contact')} text={t('desk.settings.contact.text')}>
        <div className={site.stack}>
          <Field
            label={t('desk.settings.contact.label')}
            type="email"
            ltr
            value={contact}
            onChange={setContact}
            onBlur={() => contact.trim() !== held.privacy_contact && void keep({ privacy_contact: contact.trim() })}
            error={wrong.privacy_contact ? t('error.email') : null}
          />
        </div>
      </Part>
      <Part title={t('desk.settings.authority')} text={t('desk.settings.authority.text')}>
        <div className={site.stack}>
          <Field
            label={t('desk.settings.authority.name')}
            value={name}
            onChange={setName}
            onBlur={() => name.trim() !== held.authority && void keep({ authority: name.trim() })}
            most={120}
          />
          <Field
            label={t('desk.settings.authority.url')}
            type="url"
            ltr
            value={url}
            onChange={setUrl}
            onBlur={() => url.trim() !== held.authority_url && void keep({ authority_url: url.trim() })}
            error={wrong.authority_url || wrong.policy ? t('privacy.url.bad') : null}
          />
        </div>
      </Part>
    </>
  );
}
