import { createTransport } from 'nodemailer';

export interface Message {
  to: string;
  subject: string;
  text: string;
}

/** Sends plain mail through an SMTP server. Errors: what the server said. */
export function createMailer(url: string, from: string): (message: Message) => Promise<void> {
  const transport = createTransport(url);
  return async (message) => void (await transport.sendMail({ from, ...message }));
}
