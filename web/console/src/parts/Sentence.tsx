/** A sentence of the catalogue with things at its {places}; the words between stay as they are written. */
import { Fragment, type JSX, type ReactNode } from 'react';

export function Sentence({ words, parts }: { words: string; parts: Readonly<Record<string, ReactNode>> }): JSX.Element {
  return (
    <>
      {words
        .split(/(\{\w+\})/)
        .filter(Boolean)
        .map((piece) => (
          <Fragment key={piece}>{parts[/^\{(\w+)\}$/.exec(piece)?.[1] ?? ''] ?? piece}</Fragment>
        ))}
    </>
  );
}
