/** Whether the context is shown. Beside the talk it is a choice that is kept; over the talk it is opened for a look. */
import { choices, choose, useChoices } from '../choices.ts';
import { useThreeColumns } from '../parts/wide.ts';
import { store, useStore } from '../store.ts';

const over = store(false);

export function useAside(): boolean {
  const { aside } = useChoices();
  const opened = useStore(over);
  return useThreeColumns() ? aside : opened;
}

export function toggleAside(): void {
  if (matchMedia('(width >= 1180px)').matches) choose({ aside: !choices.get().aside });
  else over.set((on) => !on);
}

export const closeOver = (): void => over.set(false);
