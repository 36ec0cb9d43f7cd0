import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const AGAIN = 3_000; // ms

/** A view that comes in a file of its own: fetched when it is first wanted, or before by calling `fetch`. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>, placeholder = '') {
  let View: ComponentType<Props> | null = null;
  const fetch = async (): Promise<void> => {
    View ??= await load();
  };
  const Later = (props: Props) => {
    const [, drawn] = useState(0);
    useEffect(() => {
      if (View) return;
      let timer: ReturnType<typeof setTimeout>;
      const attempt = (): void => {
        fetch().then(
          () => drawn(1),
          () => {
            timer = setTimeout(attempt, AGAIN); // no connection: it comes when there is one
          },
        );
      };
      attempt();
      return () => clearTimeout(timer);
    }, []);
    return View ? <View {...props} /> : placeholder ? <div class={placeholder} /> : null;
  };
  return Object.assign(Later, { fetch });
}
