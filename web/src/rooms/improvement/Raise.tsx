import { Button, Modal, Stack } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { z } from 'zod';
import { nonconformities, type Source } from '../../../../src/isms/improvement/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useWrite, type Client } from '../../client.tsx';
import { Field } from '../../parts/Field.tsx';

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
const shape = nonconformities.fields.shape as Record<string, z.ZodType>;

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
            {(['title', 'statement', 'grade', 'subjects', 'owner', ...(from ? [] : ['source', 'sourceRecord'])] as (keyof typeof draft)[]).map(
              (name) => (
                <Field key={name} name={name} schema={shape[name]!} value={draft[name]} onChange={(value) => setDraft({ ...draft, [name]: value })} />
              ),
            )}
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
