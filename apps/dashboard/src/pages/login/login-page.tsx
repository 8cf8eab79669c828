import { Button, Divider, PasswordInput } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { CopyCommand } from '@plumbline/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent } from 'react';
import { ApiError } from '../../api/api-error';
import { providerHref, signIn, signInMethodsQuery } from '../../session/session';
import { PlumbMark } from '../../shell/plumb-mark';
import { tokenFromHash } from './token-from-hash';

function useSignIn() {
  const client = useQueryClient();
  const router = useRouter();
  const { next } = useSearch({ from: '/login' });
  return useMutation({
    mutationFn: signIn,
    onSuccess: async () => {
      client.clear();
      router.history.replace(next ?? '/');
    },
  });
}

const explain = (error: Error): string =>
  error instanceof ApiError && error.status === 401
    ? 'This token is not known here, or it has been revoked. Take the one that npm start printed last.'
    : error.message;

/** Only where an identity provider is set. */
function ProviderButton() {
  const { next } = useSearch({ from: '/login' });
  const oidc = useQuery(signInMethodsQuery()).data?.oidc;
  if (!oidc) return null;
  return (
    <>
      <Button component="a" href={providerHref(oidc.url, next)} fullWidth>
        Sign in with {oidc.name}
      </Button>
      <Divider label="or" />
    </>
  );
}

export function LoginPage() {
  useDocumentTitle('Sign in · Plumbline');
  const [token, setToken] = useState('');
  const { mutate, error, isPending } = useSignIn();
  useEffect(() => {
    const given = tokenFromHash(window.location.hash);
    if (!given) return;
    // The token must not stay in the history, nor be copied with the address.
    window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
    mutate(given);
  }, [mutate]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (token.trim()) mutate(token.trim());
  };
  return (
    <div className="app-login">
      <main className="pl-panel">
        <form onSubmit={submit}>
          <span className="app-brand" style={{ padding: 0 }}>
            <PlumbMark />
            Plumbline
          </span>
          <ProviderButton />
          <PasswordInput
            label="API token"
            description="Kept in a cookie that no script can read, for 12 hours."
            value={token}
            onChange={(event) => setToken(event.currentTarget.value)}
            autoComplete="current-password"
            autoFocus
            error={error ? explain(error) : null}
          />
          <Button type="submit" loading={isPending} disabled={!token.trim()}>
            Sign in
          </Button>
          <div className="app-muted app-small">
            No token at hand? The start prints a sign-in link with one:
            <CopyCommand command="npm start" />
          </div>
        </form>
      </main>
    </div>
  );
}
