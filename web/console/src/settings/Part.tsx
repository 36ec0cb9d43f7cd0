import { type JSX, type ReactNode, useId } from 'react';
import css from './SitePage.module.css';

/** One idea of the settings: a title, a sentence, the controls. */
export function Part({ title, text, children }: { title: string; text: string; children: ReactNode }): JSX.Element {
  const id = useId();
  return (
    <section className={css.part} aria-labelledby={id}>
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
