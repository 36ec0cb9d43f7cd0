/** Refusals that pass, by their code: the same request may succeed in a moment. `offline` means that no answer came. */

const PASSING = new Set(['offline', 'busy', 'too_many', 'internal', 'slow_body']);

export const passing = (code: string): boolean => PASSING.has(code);

/** Of what a request rejected with; without a code nobody of ours has answered. */
export const codeOf = (error: unknown): string => (error as { code?: string }).code ?? 'offline';
