/** Buttons. One with only a sign says its name, and its key, in a tooltip. */
import type { JSX, ReactNode } from 'react';
import { Button as Base, type ButtonProps } from 'react-aria-components';
import css from './Button.module.css';
import { Icon, type Sign } from './Icon.tsx';
import { Tip } from './Tip.tsx';

type Kind = 'solid' | 'quiet' | 'plain' | 'danger';

interface Props extends Omit<ButtonProps, 'className' | 'children' | 'style'> {
  kind?: Kind;
  sign?: Sign;
  children: ReactNode;
  keys?: string | undefined;
}

export function Button({ kind = 'quiet', sign, children, keys, ...rest }: Props): JSX.Element {
  const button = (
    <Base {...rest} className={css.button ?? ''} data-kind={kind}>
      {sign ? <Icon sign={sign} size={16} /> : null}
      <span>{children}</span>
    </Base>
  );
  return keys ? (
    <Tip says={children} keys={keys}>
      {button}
    </Tip>
  ) : (
    button
  );
}

interface SignProps extends Omit<ButtonProps, 'className' | 'children' | 'style'> {
  sign: Sign;
  says: string;
  keys?: string | undefined;
  side?: 'top' | 'bottom' | 'start' | 'end';
  pressed?: boolean;
  size?: 28 | 32;
}

export function SignButton({ sign, says, keys, side, pressed, size = 28, ...rest }: SignProps): JSX.Element {
  return (
    <Tip says={says} keys={keys} side={side}>
      <Base
        {...rest}
        aria-label={says}
        className={css.sign ?? ''}
        data-size={size}
        data-on={pressed || undefined}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      >
        <Icon sign={sign} />
      </Base>
    </Tip>
  );
}
