import { Alert, Button, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';

/** A signature: says what it means and asks for the password again. */
export function Sign({
  opened,
  onClose,
  meaning,
  action,
  onSign,
  signing,
}: {
  opened: boolean;
  onClose(): void;
  meaning: string;
  action: string;
  onSign(password: string): void;
  /** The write that the signature makes: under way, or refused, which is said here. */
  signing: { isPending: boolean; error: Error | null };
}) {
  const [password, setPassword] = useState('');
  return (
    <Modal opened={opened} onClose={onClose} title={action}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSign(password);
          setPassword('');
        }}
      >
        <Stack>
          <Text>{meaning}</Text>
          <Text size="sm" className="quiet">
            This is a signature with your name and the time. It cannot be undone.
          </Text>
          <PasswordInput
            label="Your password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="current-password"
            data-autofocus
          />
          {signing.error && (
            <Alert color="red" variant="light" role="alert" title={signing.error.message}>
              {(signing.error as { data?: { remedy?: string } }).data?.remedy}
            </Alert>
          )}
          <Button type="submit" loading={signing.isPending}>
            {action}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
