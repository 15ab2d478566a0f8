import { createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { QueryClient, useMutation, useQuery, type UseQueryOptions } from '@tanstack/react-query';
import { notifications } from '@mantine/notifications';
import { createContext, useContext } from 'react';
import { globalOperations, organisationOperations, publicOperations } from '../../src/doors/contract.ts';
import { Button } from '@mantine/core';

/** What the server's problem details say. */
export interface ProblemDetails {
  status: number;
  code: string;
  detail: string;
  remedy?: string;
  fields?: { field: string; message: string }[];
  current?: unknown;
}

const problemOf = (body: unknown, status: number): ORPCError<string, ProblemDetails> => {
  const details = body as ProblemDetails;
  return new ORPCError(details?.code ?? 'unexpected', {
    status,
    message: details?.detail ?? 'The server cannot be reached.',
    data: details,
    defined: true,
  });
};

const options = (url: string) => ({
  url,
  fetch: async (request: Request, init: object) => {
    const response = await fetch(request, init);
    if (response.ok) return response;
    throw problemOf(await response.json().catch(() => ({})), response.status);
  },
});

export const account: ContractRouterClient<typeof globalOperations> = createORPCClient(
  new OpenAPILink(globalOperations, options(`${location.origin}/api`)),
);
export const open: ContractRouterClient<typeof publicOperations> = createORPCClient(
  new OpenAPILink(publicOperations, options(`${location.origin}/api`)),
);
export type Client = ContractRouterClient<typeof organisationOperations>;
export const clientFor = (slug: string): Client =>
  createORPCClient(new OpenAPILink(organisationOperations, options(`${location.origin}/api/organisations/${slug}`)));

export interface Here {
  client: Client;
  slug: string;
  name: string;
  role: string;
  person: string | null;
}
export const HereContext = createContext<Here | null>(null);
/** The organisation that is open, and who one is in it. */
export function useHere(): Here {
  const here = useContext(HereContext);
  if (!here) throw new Error('No organisation is open.');
  return here;
}

export const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 5_000, refetchOnWindowFocus: true } } });

/** A read inside the organisation; asked again after every write, when the server answers "unchanged" for what did not move. */
export function useRead<T>(key: unknown[], read: (client: Client) => Promise<T>, more: Partial<UseQueryOptions<T>> = {}) {
  const { client, slug } = useHere();
  return useQuery<T>({ queryKey: [slug, ...key], queryFn: () => read(client), ...more });
}

/** A change inside the organisation: says what happened, offers to undo it, shows a refusal with its remedy. */
export function useWrite<I, O extends object>(
  write: (client: Client, input: I) => Promise<O>,
  said?: (output: O) => string,
  { signed = false } = {},
) {
  const { client, slug } = useHere();
  return useMutation<O, Error, I>({
    mutationFn: (input) => write(client, input),
    onSuccess: async (output) => {
      await queries.invalidateQueries({ queryKey: [slug] });
      const text = said?.(output);
      if (!text) return;
      // A signature is not undone.
      const request = !signed && 'request' in output ? String(output.request) : null;
      const id = crypto.randomUUID();
      const undo = () => {
        notifications.hide(id);
        client.ledger
          .undo({ request: request! })
          .then(() => queries.invalidateQueries({ queryKey: [slug] }))
          .catch(showError);
      };
      notifications.show({
        id,
        message: request ? (
          <span>
            {text}{' '}
            <Button size="compact-xs" variant="subtle" onClick={undo}>
              Undo
            </Button>
          </span>
        ) : (
          text
        ),
        autoClose: 8000,
        withBorder: true,
      });
    },
    onError: showError,
  });
}

export function showError(error: unknown): void {
  const { message, data } = error as ORPCError<string, ProblemDetails>;
  const fields =
    data?.fields
      ?.slice(0, 5)
      .map(({ field, message: text }) => (text === message ? null : `${field}: ${text}`))
      .filter(Boolean) ?? [];
  notifications.show({
    color: 'red',
    title: message,
    message: [...fields, data?.remedy].filter(Boolean).join(' '),
    autoClose: 12_000,
    withBorder: true,
  });
}

/** Fetches a file and hands it to the browser; `tell` hears how many bytes have come. */
export async function download(slug: string, path: string, tell?: (bytes: number) => void): Promise<void> {
  const response = await fetch(`/api/organisations/${slug}${path}`);
  if (!response.ok) return showError(problemOf(await response.json().catch(() => ({})), response.status));
  const name = /filename\*?="?(?:utf-8'')?([^";]+)/i.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'download';
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await (tell && response.body ? received(response.body, tell) : response.blob()));
  link.download = decodeURIComponent(name);
  link.click();
  URL.revokeObjectURL(link.href);
}

/** What comes, in blobs of 32 MB: those the browser may lay on its disk. */
async function received(body: ReadableStream<Uint8Array<ArrayBuffer>>, tell: (bytes: number) => void): Promise<Blob> {
  const blobs: Blob[] = [];
  let chunks: Uint8Array<ArrayBuffer>[] = [];
  let waiting = 0;
  let all = 0;
  for (const reader = body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return new Blob([...blobs, ...chunks]);
    chunks.push(value);
    waiting += value.length;
    tell((all += value.length));
    if (waiting < 32 * 1024 ** 2) continue;
    blobs.push(new Blob(chunks));
    chunks = [];
    waiting = 0;
  }
}
