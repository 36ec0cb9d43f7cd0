/** Whether the context is shown. Beside the talk it is a choice that is kept. Over the talk it is opened for a look: a place
 * of its own in the address, so that the browser's Back closes it and not the talk. */
import { useLocation, useSearch } from 'wouter';
import { choices, choose, useChoices } from '../choices.ts';
import { useThreeColumns } from '../parts/wide.ts';

const DETAILS = 'details';

export function useAside(): boolean {
  const { aside } = useChoices();
  const over = new URLSearchParams(useSearch()).has(DETAILS);
  return useThreeColumns() ? aside : over;
}

export function useToggleAside(): () => void {
  const [path, navigate] = useLocation();
  const search = useSearch();
  return () => {
    if (matchMedia('(width >= 1180px)').matches) return choose({ aside: !choices.get().aside });
    const asked = new URLSearchParams(search);
    const over = asked.has(DETAILS);
    if (over && (history.state as { over?: boolean } | null)?.over) return history.back();
    if (over) asked.delete(DETAILS);
    else asked.set(DETAILS, '');
    const query = asked.toString().replace(`${DETAILS}=`, DETAILS);
    navigate(query ? `${path}?${query}` : path, over ? { replace: true } : { state: { over: true } });
  };
}
