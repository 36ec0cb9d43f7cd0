/** Another profile: one of those that are shipped, or a file of the company's own. */
import { type JSX, useRef, useState } from 'react';
import { Button } from '../../parts/Button.tsx';
import { Pick } from '../../parts/Pick.tsx';
import { useWords } from '../../words.ts';
import type { Profile, ProfileWish } from '../shapes.ts';
import css from './Profile.module.css';

interface Props {
  of: Profile;
  busy: boolean;
  onChoose: (wish: ProfileWish) => void;
}

export function Choose({ of, busy, onChoose }: Props): JSX.Element {
  const { t } = useWords();
  const file = useRef<HTMLInputElement>(null);
  const known = of.shipped.some((one) => one.name === of.name);
  const [name, setName] = useState(known ? of.name : (of.shipped[0]?.name ?? ''));
  return (
    <>
      <div className={css.row}>
        <Pick
          says={t('desk.profile.shipped')}
          value={name}
          options={of.shipped.map((one) => [one.name, one.title] as const)}
          onChange={setName}
          disabled={busy}
        />
        <Button kind="solid" isDisabled={busy} onPress={() => onChoose({ name })}>
          {t('desk.profile.set')}
        </Button>
      </div>
      <Button sign="file" isDisabled={busy} onPress={() => file.current?.click()}>
        {t('desk.profile.upload')}
      </Button>
      <input
        ref={file}
        type="file"
        accept=".toml"
        hidden
        aria-label={t('desk.profile.upload')}
        onChange={async ({ target }) => {
          const chosen = target.files?.[0];
          if (chosen) onChoose({ text: await chosen.text() });
          target.value = ''; // the same file again, once it was mended
        }}
      />
    </>
  );
}
