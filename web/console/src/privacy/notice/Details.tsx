/** Whether the public page says of each promise what its check found, or only of how many. */
import { useQueryClient } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import { tell } from '../../parts/toasts.tsx';
import { Part } from '../../settings/Part.tsx';
import site from '../../settings/SitePage.module.css';
import { trouble } from '../../talk/deeds.ts';
import { useWords } from '../../words.ts';
import { desk, useDeskSettings } from '../door.ts';
import type { DeskSettings } from '../shapes.ts';

export function Details({ workspace }: { workspace: string }): JSX.Element | null {
  const { t } = useWords();
  const cache = useQueryClient();
  const { data } = useDeskSettings(workspace);
  const [busy, setBusy] = useState(false);
  if (!data) return null;

  async function change(held: DeskSettings, on: boolean): Promise<void> {
    const key = [workspace, 'privacy', 'settings'];
    const body = { ...held, verdict_details: on };
    cache.setQueryData(key, body);
    setBusy(true);
    try {
      cache.setQueryData(key, await desk<DeskSettings>(workspace, '/settings', { method: 'PUT', body }));
      tell(t('saved'));
    } catch (error) {
      cache.setQueryData(key, held);
      trouble(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Part title={t('desk.notice.checks')} text={t('desk.notice.checks.text')}>
      <fieldset className={site.radios}>
        <label>
          <input
            type="checkbox"
            checked={data.verdict_details}
            disabled={busy}
            onChange={(event) => void change(data, event.target.checked)}
          />
          <b>{t('desk.notice.details')}</b>
          <small>{t('desk.notice.details.text')}</small>
        </label>
      </fieldset>
    </Part>
  );
}
