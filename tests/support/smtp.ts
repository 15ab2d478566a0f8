import { SMTPServer } from 'smtp-server';

export interface Letter {
  to: string;
  subject: string;
  text: string;
  messageId: string;
}

export interface MailServer {
  url: string;
  letters: Letter[];
  /** Addresses that do not exist here. */
  unknown: Set<string>;
  /** After how many more letters it breaks off, as a server does that has no disk left; null: never. */
  breaksAfter: number | null;
  /** Stops to listen, and comes back at the same place. */
  down(): Promise<void>;
  up(): Promise<void>;
}

/** A real mail server that keeps what it gets. */
export async function startMailServer(): Promise<MailServer> {
  let server: SMTPServer;
  let port = 0;
  const made: MailServer = {
    url: '',
    letters: [],
    unknown: new Set(),
    breaksAfter: null,
    down: () => new Promise((resolve) => server.close(() => resolve())),
    async up() {
      server = new SMTPServer({
        authOptional: true,
        disabledCommands: ['STARTTLS'],
        onRcptTo: ({ address }, _session, callback) =>
          callback(made.unknown.has(address) ? Object.assign(new Error('No such mailbox here'), { responseCode: 550 }) : null),
        onData(stream, session, callback) {
          const parts: Buffer[] = [];
          stream.on('data', (part: Buffer) => parts.push(part));
          stream.on('end', () => {
            if (made.breaksAfter === 0) return callback(Object.assign(new Error('Insufficient system storage'), { responseCode: 452 }));
            if (made.breaksAfter !== null) made.breaksAfter--;
            made.letters.push(read(Buffer.concat(parts).toString('latin1'), session.envelope.rcptTo[0]!.address));
            callback();
          });
        },
      });
      // A client that was let go in the middle is none of the server's business.
      server.on('error', () => undefined);
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
      const address = server.server.address();
      port = typeof address === 'object' && address ? address.port : 0;
      made.url = `smtp://127.0.0.1:${port}`;
    },
  };
  await made.up();
  return made;
}

function read(raw: string, to: string): Letter {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const headers = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  const header = (name: string) =>
    headers
      .find((each) => each.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim() ?? '';
  const bytes = (text: string) =>
    Buffer.from(
      text.replaceAll(/=([0-9A-F]{2})/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
      'latin1',
    ).toString('utf8');
  const words = (text: string) =>
    text.replaceAll(/\?=\s+=\?UTF-8\?Q\?/g, '').replaceAll(/=\?UTF-8\?Q\?(.*?)\?=/g, (_all, word: string) => bytes(word.replaceAll('_', ' ')));
  const body = rest.join('\r\n\r\n');
  const text = /quoted-printable/i.test(header('content-transfer-encoding')) ? bytes(body.replaceAll('=\r\n', '')) : body;
  return { to, subject: words(header('subject')), messageId: header('message-id'), text: text.replaceAll('\r\n', '\n') };
}
