import { createTransport } from 'nodemailer';

export interface Message {
  to: string;
  subject: string;
  text: string;
  messageId?: string;
}

/** A server that does not answer holds nobody up for longer. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/** Sends plain mail through an SMTP server and answers what it said. Errors: what the server said. */
export function createMailer(url: string, from: string): (message: Message) => Promise<string> {
  const transport = createTransport({ url, ...timeouts });
  return async (message) => (await transport.sendMail({ from, ...message })).response;
}
