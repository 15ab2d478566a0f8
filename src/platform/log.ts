import { pino, type Logger } from 'pino';

export type { Logger };

/** Logs JSON to standard error, where it stays apart from what a command prints. Secrets are taken out. */
export const createLogger = (level: string): Logger =>
  pino(
    {
      level,
      redact: {
        paths: ['password', 'token', 'key', 'authorization', 'cookie', '*.password', '*.token', '*.key', '*.authorization', '*.cookie'],
        censor: '…',
      },
    },
    pino.destination({ dest: 2, sync: true }),
  );
