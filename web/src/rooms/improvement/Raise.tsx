import { Button, Modal, Stack } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { nonconformities, type Source } from '../../../../src/isms/improvement/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useWrite, type Client } from '../../client.tsx';
import { Fields } from '../../parts/Field.tsx';

export interface Prefilled {
  title: string;
  statement: string;
  grade?: 'major' | 'minor';
  subjects: string[];
  source: Source;
  sourceRecord: string;
  owner?: string | null;
}
const blank: Prefilled = { title: '', statement: '', subjects: [], source: 'other', sourceRecord: '' };

/** Raises a nonconformity, prefilled from where it came up. Shown to those who may. */
export function Raise({ from, size }: { from?: Prefilled; size?: 'compact-xs' | 'compact-sm' }) {
  const { role, slug } = useHere();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<(Prefilled & { grade: 'major' | 'minor'; owner: string | null }) | null>(null);
  const raise = useWrite(
    (client: Client) => client.improvement.raise(draft!),
    ({ record }) => `${record.id} is raised.`,
  );
  if (!may(role as Role, 'raise nonconformities')) return null;
  return (
    <>
      <Button {...(size && { size })} variant="default" onClick={() => setDraft({ grade: 'minor', owner: null, ...(from ?? blank) })}>
        Raise a nonconformity
      </Button>
      <Modal opened={draft !== null} onClose={() => setDraft(null)} title="Raise a nonconformity" size="lg">
        {draft && (
          <Stack gap="sm">
            <Fields
              of={nonconformities.fields.shape}
              names={['title', 'statement', 'grade', 'subjects', 'owner', ...(from ? [] : (['source', 'sourceRecord'] as const))]}
              values={draft}
              onChange={(changed) => setDraft({ ...draft, ...changed })}
            />
            <Button
              loading={raise.isPending}
              disabled={draft.title.trim() === ''}
              onClick={() =>
                raise.mutate(undefined, {
                  onSuccess: ({ record }) => {
                    setDraft(null);
                    void navigate({ to: `/o/${slug}/nonconformity/${record.id}` as never });
                  },
                })
              }
            >
              Raise it
            </Button>
          </Stack>
        )}
      </Modal>
    </>
  );
}
