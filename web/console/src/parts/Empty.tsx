/** An empty place: what will be here, and the first step. */
import type { JSX, ReactNode } from 'react';
import css from './Empty.module.css';
import { Icon, type Sign } from './Icon.tsx';

interface Props {
  sign: Sign;
  title: string;
  children?: ReactNode;
  bad?: boolean;
  /** it is all there is on this screen, so its title is the page's */
  whole?: boolean;
}

export function Empty({ sign, title, children, bad = false, whole = false }: Props): JSX.Element {
  const Title = whole ? 'h1' : 'h2';
  return (
    <div className={css.empty} data-bad={bad || undefined} role={bad ? 'alert' : undefined}>
      <span className={css.sign}>
        <Icon sign={sign} size={22} />
      </span>
      <Title>{title}</Title>
      {children ? <div className={css.more}>{children}</div> : null}
    </div>
  );
}
