import { render } from 'preact';
import { quiet } from '../signals.ts';
import { App } from './app.tsx';
import { framed, listen, type Wish } from './host.ts';
import { wear } from './look.ts';
import { honoured, type Site } from './shapes.ts';
import { openStore } from './storage.ts';
import './style/index.css';
import { Visit } from './visit.ts';
import { loadWords, WordsContext } from './words.ts';

const site = JSON.parse(document.getElementById('site')?.textContent ?? '{}') as Site;
const root = document.getElementById('panel') as HTMLElement;
let visit: Visit | null = null;
let begun: Promise<Visit> | null = null;

wear(site.look);

/** Drawn as soon as the language is known: from the host page, else from the browser. */
function begin(language?: string): Promise<Visit> {
  begun ??= loadWords(site, [language ?? '', ...navigator.languages]).then((words) => {
    const passing = site.device_choices && !quiet(honoured(site)) ? [] : ['sound', 'contact'];
    const how = { asks: site.consent !== null, passing, days: site.device_days };
    visit = new Visit(site, openStore(site.site_key, how), words.language);
    render(
      <WordsContext.Provider value={words}>
        <App visit={visit} />
      </WordsContext.Provider>,
      root,
    );
    return visit;
  });
  return begun;
}

async function wish(wanted: Wish): Promise<void> {
  const here = await begin(wanted.language);
  if (wanted.do === 'open') here.open(wanted.page);
  else if (wanted.do === 'wait') here.wait();
  else if (wanted.do === 'close') here.close();
  else if (wanted.do === 'off') void here.depart('off');
}

if (framed) listen((wanted) => void wish(wanted));
else void begin(document.documentElement.lang || undefined).then((here) => here.open());
