import { Anchor, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { certificates } from '../../../../src/isms/certification/model.ts';
import { CertificateShown } from '../../../../src/isms/certification/contract.ts';
import { useHere, useRead } from '../../client.tsx';
import { Empty, Loaded } from '../../parts/Page.tsx';
import { RegisterList } from '../../parts/Register.tsx';
import { counted, dayInWords, plural, sentence } from '../../words.ts';
import { Events } from './Events.tsx';

const states: Record<CertificateShown['state'], { sign: string; word: string; colour: string }> = {
  valid: { sign: '●', word: 'Valid', colour: 'var(--green)' },
  'not-yet': { sign: '◌', word: 'Not valid yet', colour: 'var(--yellow)' },
  suspended: { sign: '■', word: 'Suspended', colour: 'var(--red)' },
  withdrawn: { sign: '■', word: 'Withdrawn', colour: 'var(--red)' },
  restorable: { sign: '■', word: 'Ended, can be restored', colour: 'var(--red)' },
  expired: { sign: '■', word: 'Ended', colour: 'var(--red)' },
  replaced: { sign: '–', word: 'Replaced by a later one', colour: 'var(--quiet)' },
  unknown: { sign: '?', word: 'Not known', colour: 'var(--quiet)' },
};

/** The certificate as one shows it, what happened to it, and those before it. */
export function Certificate() {
  const shown = useRead(['certification'], (client) => client.certification.show());
  const { slug } = useHere();
  return (
    <Stack gap="xl">
      <Loaded query={shown}>
        {({ certificate, certification }) =>
          certificate ? (
            <Card certificate={certificate} accreditation={certification.accreditation} />
          ) : (
            <Empty title="There is no certificate yet.">
              <Text className="quiet">
                It follows from the decision after{' '}
                <Anchor component={Link} to={`/o/${slug}/certification/stage-2` as never}>
                  Stage 2
                </Anchor>
                : its number is entered there, and the rest is taken from what is in force. A certificate that exists already is added below.
              </Text>
            </Empty>
          )
        }
      </Loaded>
      <section aria-label="All certificates">
        <Title order={2} mb="xs">
          All certificates
        </Title>
        <RegisterList
          register={certificates}
          operations={(client) => client.certification.certificates}
          shown={CertificateShown}
          about={(row: CertificateShown) => <Events key={row.id} certificate={row} />}
        />
      </section>
    </Stack>
  );
}

function Card({ certificate, accreditation }: { certificate: CertificateShown; accreditation: string }) {
  const { name } = useHere();
  const versions = useRead(['soa', 'versions'], (client) => client.applicability.versions());
  const events = useRead(['certificate-events', certificate.id], (client) => client.certification.events({ id: certificate.id }));
  const { number, bodyNow, scopeNow, soaNow, validFrom, validTo, decidedOn, state, suspendedUntil, restorableUntil } = certificate;
  const soa = versions.data?.items.find(({ id }) => id === soaNow);
  const { sign, word, colour } = states[state];
  return (
    <div className="certificate-and-story">
      <article className="certificate" aria-label={`Certificate ${number}`}>
        <Text size="sm" className="quiet">
          {bodyNow || 'Certification body not said'}
          {accreditation && ` · ${accreditation}`}
        </Text>
        <Text size="sm" mt="lg">
          Certificate <b className="certificate-number">{number}</b>
        </Text>
        <Title order={2} mt={4}>
          {name}
        </Title>
        <Text fw={600} mt={4}>
          ISO/IEC 27001:2022
        </Text>
        <Text mt="md" className="certificate-scope">
          {scopeNow || 'The wording of the scope is not entered.'}
        </Text>
        <dl className="certificate-facts">
          <div>
            <dt>Statement of Applicability</dt>
            <dd>{soa ? `Version ${soa.number}${soa.approvedAt ? `, ${dayInWords(soa.approvedAt)}` : ''}` : soaNow ? soaNow : 'not said'}</dd>
          </div>
          <div>
            <dt>Decided on</dt>
            <dd>{dayInWords(decidedOn) || 'not said'}</dd>
          </div>
          <div>
            <dt>Valid from</dt>
            <dd>{dayInWords(validFrom) || 'not said'}</dd>
          </div>
          <div>
            <dt>Valid until</dt>
            <dd>
              {dayInWords(validTo) || 'not said'} {validTo && <span className="quiet">{counted(validTo)}</span>}
            </dd>
          </div>
        </dl>
        <Text mt="md" fw={600}>
          <span aria-hidden style={{ color: colour }}>
            {sign}
          </span>{' '}
          {word}
          {state === 'suspended' && suspendedUntil && ` until ${dayInWords(suspendedUntil)} at the latest (${counted(suspendedUntil)})`}
          {state === 'restorable' && restorableUntil && ` until ${dayInWords(restorableUntil)} (${counted(restorableUntil)})`}
        </Text>
      </article>
      <section aria-label="What happened to the certificate">
        <Title order={3} mb="xs">
          Since it was granted
        </Title>
        <ol className="certificate-events">
          {(events.data?.items ?? []).toReversed().map(({ id, kind, on, until, reason, to, by }) => (
            <li key={id}>
              <b>{sentence(kind)}</b> <span className="quiet">{dayInWords(on)}</span>
              <Text size="sm">
                {reason}
                {to && ` · ${to}`}
                {until && ` · until ${dayInWords(until)}`}
              </Text>
              <Text size="xs" className="quiet">
                recorded by {by}
              </Text>
            </li>
          ))}
          <li>
            <b>Granted</b> <span className="quiet">{dayInWords(decidedOn ?? validFrom)}</span>
          </li>
        </ol>
        {events.data && (
          <Text size="sm" className="quiet">
            {events.data.items.length === 0 ? 'Nothing has happened to it.' : plural(events.data.items.length, 'event')} Suspension, changes of the
            scope and transfers are recorded with the certificate below.
          </Text>
        )}
      </section>
    </div>
  );
}
