import { describe, expect, it } from 'vitest';
import type { FieldChoice, Language } from '../door/shapes.ts';
import { textsOf, written } from './choice.ts';

const BOTH: Language[] = ['en', 'ar'];
const repair: FieldChoice = { en: 'Repair', ar: 'إصلاح' };

describe('the choices of a field', () => {
  it('without languages are in the first of the site', () => {
    expect(textsOf('Repair', BOTH)).toEqual({ en: 'Repair' });
    expect(textsOf('طلب', ['ar', 'en'])).toEqual({ ar: 'طلب' });
    expect(textsOf(repair, BOTH)).toEqual(repair);
  });

  it.each<[string, FieldChoice[], number, Language, string, Language[], FieldChoice[]]>([
    ['gain a language', ['Order', repair], 0, 'ar', ' طلب ', BOTH, [{ en: 'Order', ar: 'طلب' }, repair]],
    ['change one and keep its translation', [repair], 0, 'en', 'Fix', BOTH, [{ en: 'Fix', ar: 'إصلاح' }]],
    ['keep what is not shown', [repair], 0, 'en', 'Fix', ['en'], [{ en: 'Fix', ar: 'إصلاح' }]],
    ['grow at the end', [repair], 1, 'en', 'Order', BOTH, [repair, 'Order']],
    ['grow in the second language', [repair], 1, 'ar', 'طلب', BOTH, [repair, { ar: 'طلب' }]],
    ['lose one language', [repair], 0, 'ar', '', BOTH, ['Repair']],
    ['lose one that is empty', ['Order', repair], 0, 'en', '', BOTH, [repair]],
    ['do not grow by nothing', [repair], 1, 'en', ' ', BOTH, [repair]],
  ])('%s', (_, choices, at, language, text, languages, after) => {
    expect(written(choices, at, language, text, languages)).toEqual(after);
  });
});
