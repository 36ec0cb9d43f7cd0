import type { Facts } from '@troth/log';
import { Face } from './face.tsx';
import { framed, leave } from './host.ts';
import { Icon, Mark } from './icons.tsx';
import { later } from './later.tsx';
import type { Sheet } from './sheets.tsx';
import { talkView } from './talk_view.ts';
import type { Visit } from './visit.ts';
import { useWords } from './words.ts';

const Menu = later(async () => (await talkView()).Menu);

/** Who is there. In a talk the agents by the names they go by, before it the site. */
export function Head({
  visit,
  facts,
  lost,
  onSheet,
}: {
  visit: Visit;
  facts: Facts | null;
  /** the line has been away for a while: who is there is not known */
  lost: boolean;
  onSheet: (sheet: Sheet) => void;
}) {
  const { t, own } = useWords();
  const { phase, available } = visit.state;
  const agents = phase === 'talk' ? (facts?.agents ?? []) : [];
  const [first, second] = agents;
  const title = first
    ? agents.length > 2
      ? t('head.several', { name: first.alias, n: agents.length - 1 })
      : second
        ? t('head.two', { name: first.alias, other: second.alias })
        : first.alias
    : own('title') || visit.site.name;
  const below = facts?.closed
    ? t('head.closed')
    : lost
      ? t('head.lost')
      : first
        ? first.title || t('head.here')
        : available
          ? t('head.available')
          : t('head.away');
  const there = !lost && !facts?.closed && Boolean(first || available);
  return (
    <header class="head">
      <span class="faces">
        {agents.length > 0 ? (
          agents.slice(0, 2).map((agent) => <Face key={agent.member} face={agent} />)
        ) : (
          <Badge visit={visit} />
        )}
      </span>
      <span class="who">
        <h1>
          <bdi>{title}</bdi>
        </h1>
        <p>
          <i class={there ? 'dot on' : 'dot'} />
          {below}
        </p>
      </span>
      {(phase === 'talk' || phase === 'start') && (
        <Menu visit={visit} talking={phase === 'talk'} closed={facts?.closed ?? false} onSheet={onSheet} />
      )}
      {framed && (
        <button
          type="button"
          class="quiet round"
          aria-label={t('close')}
          title={t('close')}
          onClick={() => leave(() => visit.close())}
        >
          <Icon name="down" />
        </button>
      )}
    </header>
  );
}

function Badge({ visit }: { visit: Visit }) {
  const { logo } = visit.site.look;
  return (
    <span class="face brand">
      {logo?.startsWith('/') ? <img src={logo} alt="" width={36} height={36} /> : <Mark size={24} />}
    </span>
  );
}
