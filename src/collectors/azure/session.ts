import type { TokenCredential } from '@azure/identity';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { z } from 'zod';
import { TroubleError, type Notes, type Surroundings, type Trouble } from '../collector.ts';
import { ask, pages, patientFetch, type Reply } from '../http.ts';

const hosts = {
  public: { login: 'https://login.microsoftonline.com', graph: 'https://graph.microsoft.com', resources: 'https://management.azure.com' },
  'us-government': {
    login: 'https://login.microsoftonline.us',
    graph: 'https://graph.microsoft.us',
    resources: 'https://management.usgovcloudapi.net',
  },
  china: {
    login: 'https://login.chinacloudapi.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    resources: 'https://management.chinacloudapi.cn',
  },
} as const;

/** Ids of tenants, applications and subscriptions. */
export const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const Settings = z.object({
  tenant: z.string().trim().regex(guid, 'This is the directory (tenant) id: 8-4-4-4-12 hexadecimal digits.').meta({
    title: 'Tenant id',
    description: 'Entra admin center › Overview › Tenant ID',
  }),
  client: z.string().trim().regex(guid, 'This is the application (client) id: 8-4-4-4-12 hexadecimal digits.').meta({
    title: 'Client id',
    description: 'The application (client) id of the app registration',
  }),
  subscriptions: z
    .array(z.string().trim().regex(guid, 'A subscription id has 8-4-4-4-12 hexadecimal digits.'))
    .default([])
    .meta({ title: 'Subscriptions', description: 'Empty: every subscription that can be read' }),
  cloud: z
    .enum(Object.keys(hosts) as (keyof typeof hosts)[])
    .default('public')
    .meta({ title: 'Cloud', description: 'public, unless Microsoft or its partner runs a separate cloud for you' }),
});

type Service = 'graph' | 'resources';

export interface Session {
  subscriptions: readonly string[];
  base(service: Service): string;
  /** Surroundings whose requests are signed for a service. */
  signed: Record<Service, Surroundings>;
}

/** Signs in as the app registration. Errors: TroubleError with what is wrong with its secret or certificate. */
export async function open(settings: Record<string, unknown>, credentials: Record<string, string>, it: Surroundings): Promise<Session> {
  const { tenant, client, subscriptions, cloud } = Settings.parse(settings);
  const base = (service: Service) => it.endpoint?.(service) ?? hosts[cloud][service];
  const signIn = () => credentialFor(tenant, client, credentials, hosts[cloud].login, it);
  let credential = await signIn();
  const token = async (service: Service): Promise<string> => {
    try {
      const found = await credential.getToken(`${hosts[cloud][service]}/.default`, { abortSignal: it.signal });
      if (found) return found.token;
    } catch (error) {
      throw new TroubleError(it.signal.aborted ? { kind: 'cancelled', message: 'The run was cancelled.' } : signInTrouble(error));
    }
    throw new TroubleError({ kind: 'expired', message: 'Microsoft Entra ID gives no token for these credentials.' });
  };
  const signed = (service: Service): Surroundings => ({
    ...it,
    fetch: async (url, init) => {
      const headers = new Headers(init?.headers);
      const send = async () => {
        headers.set('authorization', `Bearer ${await token(service)}`);
        return it.fetch(url, { ...init, headers });
      };
      const response = await send();
      if (response.status !== 401) return response;
      // A token can be ended before its time; whoever may still sign in gets a new one.
      void response.body?.cancel();
      credential = await signIn();
      return send();
    },
  });
  await token('graph');
  return { subscriptions, base, signed: { graph: signed('graph'), resources: signed('resources') } };
}

async function credentialFor(
  tenant: string,
  client: string,
  { secret = '', certificate = '' }: Record<string, string>,
  authorityHost: string,
  it: Surroundings,
): Promise<TokenCredential> {
  const pem = certificate.trim();
  if (secret === '' && pem === '')
    throw new TroubleError({ kind: 'expired', message: 'Enter a client secret, or a certificate with its private key.' });
  if (pem !== '' && !(/-----BEGIN CERTIFICATE-----/.test(pem) && /-----BEGIN (?:RSA )?PRIVATE KEY-----/.test(pem)))
    throw new TroubleError({
      kind: 'expired',
      message: 'The certificate must be PEM text with both parts: BEGIN CERTIFICATE and BEGIN PRIVATE KEY, the key without a passphrase.',
    });
  const [{ ClientCertificateCredential, ClientSecretCredential }, { createHttpHeaders }] = await Promise.all([
    import('@azure/identity'),
    import('@azure/core-rest-pipeline'),
  ]);
  // Tokens are asked for like everything else: through our surroundings, with their patience and their end.
  const login = it.endpoint?.('login') ?? authorityHost;
  const fetchPatiently = patientFetch(it);
  const httpClient: HttpClient = {
    async sendRequest(request) {
      const response = await fetchPatiently(request.url.replace(authorityHost, login), {
        method: request.method,
        headers: request.headers.toJSON(),
        ...(typeof request.body === 'string' && { body: request.body }),
      });
      const headers = createHttpHeaders(Object.fromEntries(response.headers));
      return { request, status: response.status, headers, bodyAsText: await response.text() };
    },
  };
  const options = { authorityHost, httpClient, disableInstanceDiscovery: true };
  // A certificate is the stronger of the two: it is used where both are kept.
  return pem === ''
    ? new ClientSecretCredential(tenant, client, secret, options)
    : new ClientCertificateCredential(tenant, client, { certificate: pem }, options);
}

/** Refusals of the token endpoint that somebody can do something about. */
const refusals: Record<string, string> = {
  AADSTS7000215: 'The client secret is wrong: copy its value, not its id.',
  AADSTS7000222: 'The client secret has expired; create a new one.',
  AADSTS700016: 'There is no app registration with this client id in the tenant.',
  AADSTS90002: 'There is no tenant with this id.',
  AADSTS700027: 'The certificate is not one of those of the app registration, or its key does not fit.',
  AADSTS700024: 'The signature was made at a time that Microsoft does not accept: set the clock of this machine.',
  AADSTS7000112: 'The app registration is disabled in the tenant.',
};

function signInTrouble(error: unknown): Trouble {
  if (error instanceof TroubleError) return error.trouble;
  const message = error instanceof Error ? error.message : String(error);
  const code = /AADSTS\d+/.exec(message)?.[0];
  if (code !== undefined) return { kind: 'expired', message: refusals[code] ?? `Microsoft Entra ID refuses the sign-in (${code}).` };
  if (/private key|asymmetric key|PEM|DECODER|certificate/i.test(message))
    return { kind: 'expired', message: 'The certificate or its private key cannot be read as PEM.' };
  return { kind: 'unreachable', message: 'Microsoft Entra ID cannot be reached for signing in.' };
}

interface Refusal {
  error?: { code?: unknown; message?: unknown };
}
const codeOf = (reply: Reply): string => String((reply.body as Refusal | null)?.error?.code ?? '');

const premium = /NonPremiumTenant|PremiumLicenseRequired/;
/** Microsoft refuses because the tenant has no licence for this, whatever is granted. */
export const needsPremium = (reply: Reply): boolean => reply.status >= 400 && premium.test(codeOf(reply));

/** Makes trouble of a refusal, naming what is to be granted where the answer says so. */
export function check(reply: Reply, host: string): void {
  if (reply.status < 400) return;
  const code = codeOf(reply);
  if (needsPremium(reply))
    throw new TroubleError({ kind: 'unsupported', message: 'Microsoft gives this only to tenants with a licence for Entra ID P1 or P2.' });
  if (reply.status === 403) {
    const said = String((reply.body as Refusal | null)?.error?.message ?? '');
    const action = /perform action '([\w./]+)'/.exec(said)?.[1];
    throw new TroubleError({ kind: 'denied', message: `${host} does not allow this to be read.`, ...(action && { permission: action }) });
  }
  throw new TroubleError({ kind: 'unreadable', message: `${host} refuses the request (${reply.status}${code && ` ${code}`}).` });
}

/** One answer. `missing` is what stands for a 404, where that means "not configured". */
export async function one<T extends z.ZodType, M = never>(
  session: Session,
  service: Service,
  path: string,
  schema: T,
  notes: Notes,
  missing?: M,
): Promise<z.output<T> | M> {
  const reply = await ask(session.signed[service], session.base(service) + path);
  if (reply.status === 404 && missing !== undefined) {
    notes.page(`GET ${path}`, 0, reply.body);
    return missing;
  }
  check(reply, hostOf(session, service));
  notes.page(`GET ${path}`, 1, reply.body);
  return parsed(schema, reply.body, hostOf(session, service));
}

/** A list to its last page. `none` says which refusals mean that there is nothing of the kind. */
export async function* list<T extends z.ZodType>(
  session: Session,
  service: Service,
  path: string,
  schema: T,
  notes: Notes,
  none: (reply: Reply) => boolean = () => false,
): AsyncGenerator<z.output<T>[]> {
  const host = hostOf(session, service);
  const Page = z.object({ value: z.array(schema), '@odata.nextLink': z.string().nullish(), nextLink: z.string().nullish() });
  const read = (reply: Reply) => {
    if (reply.status >= 400 && none(reply)) return { items: [], next: null };
    check(reply, host);
    const page = parsed(Page, reply.body, host);
    return { items: page.value, next: page['@odata.nextLink'] ?? page.nextLink ?? null };
  };
  const seen = (items: readonly unknown[], reply: Reply) => notes.page(`GET ${path}`, items.length, reply.body);
  for await (const items of pages(session.signed[service], session.base(service) + path, {}, read, seen)) yield [...items];
}

function parsed<T extends z.ZodType>(schema: T, body: unknown, host: string): z.output<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const where = result.error.issues[0]?.path.join('.') ?? '';
  throw new TroubleError({ kind: 'unreadable', message: `${host} answers with something else than expected${where && ` (at ${where})`}.` });
}

const hostOf = (session: Session, service: Service) => new URL(session.base(service)).host;
