/** The package of what is kept about somebody: ordered, made, and fetched once. */
import { useQuery } from '@tanstack/react-query';
import { type JSX, useState } from 'react';
import type { Page, Ticket } from '../../door/shapes.ts';
import { Button } from '../../parts/Button.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { fetchTo } from '../../parts/save.ts';
import { useWords } from '../../words.ts';
import { desk, post } from '../door.ts';
import type { Order, RequestDetail } from '../shapes.ts';
import { useDay } from '../zone.ts';
import { sentence } from './Ask.tsx';
import css from './Erasing.module.css';

const LOOK = 1500; // ms between two looks at a package that is being made

interface Props {
  workspace: string;
  row: RequestDetail;
  kind: Order['kind'];
}

export function Exporting({ workspace, row, kind }: Props): JSX.Element {
  const { t } = useWords();
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const [taken, setTaken] = useState(''); // its download was begun here; the server says when it is over
  const orders = useQuery({
    queryKey: [workspace, 'privacy', 'orders', row.id],
    queryFn: () => desk<Page<Order>>(workspace, `/requests/${row.id}/orders`),
    refetchInterval: ({ state }) => {
      const newest = state.data?.items[0];
      return newest?.state === 'making' || (newest?.state === 'ready' && newest.id === taken) ? LOOK : false;
    },
  });
  const order = orders.data?.items[0];

  async function run(what: () => Promise<unknown>): Promise<void> {
    setBusy(true);
    setWrong(null);
    try {
      await what();
    } catch (error) {
      setWrong(sentence(t, error));
    } finally {
      setBusy(false);
      await orders.refetch();
    }
  }
  const make = (): Promise<void> => run(() => post(workspace, `/requests/${row.id}/export`, { kind }));
  const take = (one: Order): Promise<void> =>
    run(async () => {
      const ticket = await post<Ticket>(workspace, `/orders/${one.id}/ticket`);
      fetchTo(new URL(ticket.url, location.href).pathname);
      setTaken(one.id);
    });

  return (
    <section className={css.erasing} aria-label={t('desk.package')}>
      <h2>{t('desk.package')}</h2>
      <p className={css.quiet}>{t(`desk.package.${kind}`)}</p>
      {wrong ? (
        <p className={css.wrong} role="alert" dir="auto">
          <Icon sign="warn" size={16} />
          {wrong}
        </p>
      ) : null}
      {order?.state === 'making' ? (
        <div className={css.running} role="status">
          <i aria-hidden="true" />
          <p>
            <b>{t('desk.package.making')}</b>
            <span>{t('desk.package.making.text')}</span>
          </p>
        </div>
      ) : order?.state === 'ready' ? (
        <Ready order={order} zone={row.zone} busy={busy} onTake={() => void take(order)} />
      ) : row.subject ? (
        <div className={css.foot}>
          {row.closed_at ? null : (
            <Button sign="download" isDisabled={busy || !orders.data} onPress={() => void make()}>
              {t(order ? 'desk.package.again' : 'desk.package.make')}
            </Button>
          )}
          {order ? <span className={css.quiet}>{t(`desk.package.${order.state}`)}</span> : null}
        </div>
      ) : (
        <p className={css.quiet}>{t('desk.package.untied')}</p>
      )}
    </section>
  );
}

interface ReadyProps {
  order: Order;
  zone: string;
  busy: boolean;
  onTake: () => void;
}

function Ready({ order, zone, busy, onTake }: ReadyProps): JSX.Element {
  const { t, bytes } = useWords();
  const day = useDay(zone);
  return (
    <div className={css.foot}>
      <Button kind="solid" sign="download" isDisabled={busy} onPress={onTake}>
        {t('desk.package.fetch')}
      </Button>
      <span className={css.ready}>
        <Icon sign="check" size={16} />
        {t('desk.package.ready', { size: bytes(order.size), day: day(order.ends_at) })}
      </span>
    </div>
  );
}
