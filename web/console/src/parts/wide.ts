/** Whether there is room: for two columns (720 px) and for the context beside them (1180 px). As in the style sheets. */
import { useSyncExternalStore } from 'react';

const watch = (query: string): (() => boolean) => {
  const list = matchMedia(query);
  const follow = (tell: () => void): (() => void) => {
    list.addEventListener('change', tell);
    return () => list.removeEventListener('change', tell);
  };
  return () => useSyncExternalStore(follow, () => list.matches);
};

export const useTwoColumns = watch('(width >= 720px)');
export const useThreeColumns = watch('(width >= 1180px)');
