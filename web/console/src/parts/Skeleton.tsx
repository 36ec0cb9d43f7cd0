/** The shape of what comes, while it comes. */
import type { JSX } from 'react';
import css from './Skeleton.module.css';

export function Bone({ width, height = 10 }: { width: string; height?: number }): JSX.Element {
  return <span className={css.bone} style={{ inlineSize: width, blockSize: height }} />;
}

const WIDTHS = ['58%', '44%', '66%', '50%', '38%', '62%', '47%'];

export function RowBones({ says }: { says: string }): JSX.Element {
  return (
    <div role="status" aria-label={says} className={css.rows}>
      {WIDTHS.map((width) => (
        <div key={width} className={css.row}>
          <span className={css.round} />
          <span className={css.two}>
            <Bone width={width} />
            <Bone width="86%" height={8} />
          </span>
        </div>
      ))}
    </div>
  );
}

export function TalkBones({ says }: { says: string }): JSX.Element {
  return (
    <div role="status" aria-label={says} className={css.talk}>
      <Bone width="46%" height={40} />
      <Bone width="32%" height={40} />
      <span className={css.end}>
        <Bone width="52%" height={60} />
      </span>
      <Bone width="38%" height={40} />
      <span className={css.end}>
        <Bone width="40%" height={40} />
      </span>
    </div>
  );
}

export function FieldBones({ says }: { says: string }): JSX.Element {
  return (
    <div role="status" aria-label={says} className={css.fields}>
      {WIDTHS.map((width) => (
        <Bone key={width} width={width} height={14} />
      ))}
    </div>
  );
}
