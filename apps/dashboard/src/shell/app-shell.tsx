import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { Skeleton } from '@plumbline/ui';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useRouter } from '@tanstack/react-router';
import { Suspense, useEffect, type ReactNode } from 'react';
import { ApiError } from '../api/api-error';
import { LiveProvider } from '../live/live-context';
import { sessionQuery } from '../session/session';
import { ChartViewsInUrl } from '../shared/chart-views';
import { Loaded } from '../shared/loaded';
import { StaleBanner } from './live-chip';
import { Palette } from './palette';
import { Rail } from './rail';
import { TopBar } from './top-bar';

function Frame({ children }: { children: ReactNode }) {
  const [searching, search] = useDisclosure(false);
  useHotkeys([['mod+K', search.open]], []);
  return (
    <div className="app">
      <a className="app-skip" href="#content">
        Skip to the content
      </a>
      <Rail />
      <div className="app-main">
        <TopBar onSearch={search.open} />
        <StaleBanner />
        <main id="content" className="app-page" tabIndex={-1}>
          {children}
        </main>
      </div>
      {searching && <Palette onClose={search.close} />}
    </div>
  );
}

/** Whoever is not signed in, or not any more, is sent to the sign-in page and comes back here. */
function useSignInWhen(needed: boolean): void {
  const router = useRouter();
  useEffect(() => {
    if (!needed) return;
    const { href } = router.state.location;
    void router.navigate({ to: '/login', search: href === '/' ? {} : { next: href }, replace: true });
  }, [needed, router]);
}

export function AppShell() {
  const session = useQuery(sessionQuery());
  const signedOut = session.error instanceof ApiError && session.error.status === 401;
  useSignInWhen(signedOut);
  if (signedOut) return null;
  if (!session.data)
    return (
      <main className="app-page">
        <Loaded query={session} heightPx={400}>
          {() => null}
        </Loaded>
      </main>
    );
  return (
    <LiveProvider>
      <ChartViewsInUrl>
        <Frame>
          <Suspense fallback={<Skeleton heightPx={400} />}>
            <Outlet />
          </Suspense>
        </Frame>
      </ChartViewsInUrl>
    </LiveProvider>
  );
}
