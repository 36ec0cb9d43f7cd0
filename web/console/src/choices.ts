/** What a person chose for this browser: theme, language, sound. No data of the talks is kept here. */
import { store, useStore } from './store.ts';

export interface Choices {
  theme: 'system' | 'light' | 'dark';
  locale: string | null;
  sound: boolean;
  notify: boolean;
  /** Notifications were offered once; whatever was answered, nobody asks again. */
  offered: boolean;
  aside: boolean;
  available: boolean;
}

const KEY = 'troth.console';
const FIRST: Choices = {
  theme: 'system',
  locale: null,
  sound: true,
  notify: false,
  offered: false,
  aside: true,
  available: true,
};

function kept(): Choices {
  try {
    return { ...FIRST, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Choices>) };
  } catch {
    return FIRST; // storage refused or spoilt: the choices live as long as the page
  }
}

export const choices = store<Choices>(kept());

export function choose(some: Partial<Choices>): void {
  choices.set((held) => ({ ...held, ...some }));
  try {
    localStorage.setItem(KEY, JSON.stringify(choices.get()));
  } catch {
    // as above
  }
}

export const useChoices = (): Choices => useStore(choices);

/** The theme is an attribute of the root element; without one the system decides. */
export function wearTheme(): void {
  const { theme } = choices.get();
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
choices.follow(wearTheme);
