import '@troth/look/tokens.css';
import './look/font.css';
import './look/base.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { choices, wearTheme } from './choices.ts';
import { Problem } from './door/http.ts';
import { speak } from './words.ts';

const again = (count: number, error: Error): boolean =>
  count < 2 && error instanceof Problem && (error.status === 0 || error.status >= 500);

const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 30_000, retry: again, refetchOnWindowFocus: false } },
});

wearTheme();
choices.follow(() => void speak());
void speak().then(() => {
  const root = document.getElementById('root');
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
});
