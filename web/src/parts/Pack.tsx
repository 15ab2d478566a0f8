import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { download, showError, useHere, useRead } from '../client.tsx';

/** Downloads an audit pack: it is made while it comes, and the button says how much of it is here. */
export function PackButton({ path, children, size, primary }: { path: string; children: string; size?: string; primary?: boolean }) {
  const { slug } = useHere();
  const [bytes, setBytes] = useState<number | null>(null);
  const fetchPack = async () => {
    setBytes(0);
    try {
      await download(slug, path, setBytes);
    } catch {
      showError({
        message: 'The pack was not finished.',
        data: { remedy: 'Try again. If it stays, a file may be missing in the storage: ask whoever runs this installation.' },
      });
    } finally {
      setBytes(null);
    }
  };
  return (
    <Button variant={primary ? 'filled' : 'default'} {...(size && { size })} onClick={() => void fetchPack()} disabled={bytes !== null}>
      {bytes === null ? children : `Making the pack: ${(bytes / 1024 ** 2).toFixed(1)} MB`}
    </Button>
  );
}

/** The fingerprint of the key that signs checkpoints and packs: whoever received a pack compares it. */
export function KeyFingerprint() {
  const key = useRead(['ledger-key'], (client) => client.ledger.key());
  if (!key.data) return null;
  return (
    <Text size="sm">
      Checkpoints and audit packs are signed by the key{' '}
      <span className="fingerprint" style={{ fontFamily: 'var(--mantine-font-family-monospace)', overflowWrap: 'anywhere' }}>
        {key.data.fingerprint.replaceAll(/(.{4})(?=.)/g, '$1 ')}
      </span>
      . Whoever verifies a pack compares this with what they find.
    </Text>
  );
}
