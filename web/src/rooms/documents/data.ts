import { useRead, useWrite, type Client } from '../../client.tsx';
import { plural } from '../../words.ts';

export type DocumentRow = Awaited<ReturnType<Client['documents']['documents']['list']>>['items'][number];
export type RequiredRow = Awaited<ReturnType<Client['documents']['required']>>['items'][number];
export type TemplateRow = Awaited<ReturnType<Client['documents']['templates']>>['items'][number];
export type FactRow = Awaited<ReturnType<Client['documents']['facts']>>['items'][number];
export type ClaimRow = Awaited<ReturnType<Client['documents']['claims']>>['items'][number];
export type CampaignRow = Awaited<ReturnType<Client['documents']['campaigns']>>['items'][number];

export const useDocuments = () => useRead(['documents', 'all'], (client) => client.documents.documents.list({ limit: 1000 }));
export const useRequired = () => useRead(['documents', 'required'], (client) => client.documents.required());
export const useTemplates = () => useRead(['documents', 'templates'], (client) => client.documents.templates());
export const useFacts = () => useRead(['documents', 'facts'], (client) => client.documents.facts());

/** Begins documents from templates; those that were begun before are passed over. */
export const useBegin = () =>
  useWrite(
    (client: Client, templates: string[]) => client.documents.begin({ templates }),
    ({ documents }) =>
      documents.length === 1 ? `${documents[0]!.id} ${documents[0]!.title} is begun.` : `${plural(documents.length, 'document')} begun.`,
  );
