/** An empty place: what will be here, and the first step. */
import type { JSX, ReactNode } from 'react';
import css from './Empty.module.css';
import { Icon, type Sign } from './Icon.tsx';

interface Props {
  sign: Sign;
  title: string;
  children?: ReactNode;
  bad?: boolean;
}

export function Empty({ sign, title, children, bad = false }: Props): JSX.Element {
  return (
    <div className={css.empty} data-bad={bad || undefined} role={bad ? 'alert' : undefined}>
      <span className={css.sign}>
        <Icon sign={sign} size={22} />
      </span>
      <h2>{title}</h2>
      {children ? <div className={css.more}>{children}</div> : null}
    </div>
  );
}
