import { type JSX, type ReactNode, useEffect, useId, useRef } from 'react';
import css from './SitePage.module.css';

/** One idea of the settings: a title, a sentence, the controls. */
interface PartOf {
  title: string;
  text: string;
  /** what an address calls it: /settings/...#hours */
  name?: string;
  children: ReactNode;
}

export function Part({ title, text, name, children }: PartOf): JSX.Element {
  const id = useId();
  const part = useRef<HTMLElement>(null);
  useEffect(() => {
    if (name && location.hash === `#${name}`) part.current?.scrollIntoView();
  }, [name]);
  return (
    <section className={css.part} aria-labelledby={id} ref={part}>
      <h2 id={id}>{title}</h2>
      <p>{text}</p>
      {children}
    </section>
  );
}

/** A sentence of the catalogue with controls at its {places}. */
export function Sentence({ words, parts }: { words: string; parts: Readonly<Record<string, ReactNode>> }): JSX.Element {
  const pieces = words.split(/(\{\w+\})/).filter((piece) => piece.trim() !== '');
  return (
    <div className={css.sentence}>
      {pieces.map((piece) => {
        const name = /^\{(\w+)\}$/.exec(piece)?.[1];
        return <span key={piece}>{name ? parts[name] : piece.trim()}</span>;
      })}
    </div>
  );
}
