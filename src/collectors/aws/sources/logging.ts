import type { Notes, Source } from '../../collector.ts';
import type { Detectors, FlowLog, Recorded, Recorders, Trails, TrailStatus } from '../facts.ts';
import { bare, type AwsSession } from '../session.ts';
import { eachMaybe, eachOf, unlessAllDenied } from '../trouble.ts';
import { arn, regional } from './regional.ts';

/** What is recorded and watched in each region: trails, flow logs, GuardDuty, Config. */

/** Trails that work in a region. One that records all regions shows itself in each of them, and is known by its ARN. */
async function trailsIn(session: AwsSession, region: string, notes: Notes) {
  const out = (await session.call('cloudtrail:DescribeTrails', region, (options) =>
    session.client('cloudtrail', region).describeTrails({ includeShadowTrails: true }, options),
  ))!;
  const all = out.trailList ?? [];
  notes.page('cloudtrail:DescribeTrails', all.length, bare(out));
  return all;
}

export const trails: Source<AwsSession, Trails> = {
  ...regional,
  title: 'Trails',
  permissions: ['cloudtrail:DescribeTrails'],
  async *read(session, scope, notes) {
    const all = await trailsIn(session, scope, notes);
    yield [
      {
        id: arn(session, 'cloudtrail', scope, 'trails'),
        scope,
        trails: all.map(({ TrailARN = '', Name = '', IsMultiRegionTrail = false, LogFileValidationEnabled = false }) => ({
          id: TrailARN,
          name: Name,
          multiRegion: IsMultiRegionTrail,
          validated: LogFileValidationEnabled,
        })),
      },
    ];
  },
};

export const trailStatus: Source<AwsSession, TrailStatus> = {
  ...regional,
  title: 'Trails with what they are doing',
  permissions: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
  read: (session, scope, notes) =>
    unlessAllDenied(
      unlessAllDenied(statusIn(session, scope, notes), ({ logging }) => logging),
      ({ management }) => management,
    ),
};

async function* statusIn(session: AwsSession, scope: string, notes: Notes): AsyncGenerator<TrailStatus[]> {
  const action = 'cloudtrail:GetTrailStatus';
  const all = await trailsIn(session, scope, notes);
  const found = await eachMaybe(all, async ({ TrailARN }) => {
    const out = (await session.call(action, scope, (options) => session.client('cloudtrail', scope).getTrailStatus({ Name: TrailARN }, options)))!;
    notes.page(action, 1, { TrailARN, ...(bare(out) as object) });
    return out;
  });
  // Without selectors of its own, a trail records every event of management.
  const management = await eachMaybe(all, async ({ TrailARN, HasCustomEventSelectors = false }): Promise<Recorded> => {
    if (!HasCustomEventSelectors) return 'all';
    const selectors = 'cloudtrail:GetEventSelectors';
    const out = (await session.call(selectors, scope, (options) =>
      session.client('cloudtrail', scope).getEventSelectors({ TrailName: TrailARN }, options),
    ))!;
    notes.page(selectors, 1, bare(out));
    return recordedBy(out);
  });
  yield all.map(({ TrailARN = '' }, index): TrailStatus => {
    const status = found[index]!;
    const it = { id: TrailARN, scope, management: management[index]! };
    return 'trouble' in status
      ? { ...it, logging: status, deliveryError: '' }
      : { ...it, logging: { value: status.value.IsLogging ?? false }, deliveryError: status.value.LatestDeliveryError ?? '' };
  });
}

interface Selectors {
  EventSelectors?: { ReadWriteType?: string; IncludeManagementEvents?: boolean }[];
  AdvancedEventSelectors?: { FieldSelectors?: { Field?: string; Equals?: string[] }[] }[];
}

/** Which events of management the selectors of a trail let through: all, those that read or those that write, or none. */
export function recordedBy({ EventSelectors = [], AdvancedEventSelectors = [] }: Selectors): Recorded {
  const kinds = new Set<string>();
  for (const { ReadWriteType = 'All', IncludeManagementEvents = true } of EventSelectors) if (IncludeManagementEvents) kinds.add(ReadWriteType);
  for (const { FieldSelectors = [] } of AdvancedEventSelectors) {
    const is = (field: string) => FieldSelectors.find(({ Field }) => Field === field)?.Equals;
    if (!is('eventCategory')?.includes('Management')) continue;
    const reads = is('readOnly')?.[0];
    kinds.add(reads === undefined ? 'All' : reads === 'true' ? 'ReadOnly' : 'WriteOnly');
  }
  if (kinds.has('All') || (kinds.has('ReadOnly') && kinds.has('WriteOnly'))) return 'all';
  return kinds.has('WriteOnly') ? 'writes' : kinds.has('ReadOnly') ? 'reads' : 'none';
}

export const flowLogs: Source<AwsSession, FlowLog> = {
  ...regional,
  title: 'Flow logs',
  permissions: ['ec2:DescribeFlowLogs'],
  async *read(session, scope, notes) {
    const pages = session.pages(
      notes,
      'ec2:DescribeFlowLogs',
      scope,
      (NextToken, options) => session.client('ec2', scope).describeFlowLogs({ MaxResults: 1000, NextToken }, options),
      (out) => ({ items: out.FlowLogs, next: out.NextToken }),
    );
    for await (const page of pages)
      yield page.map(({ FlowLogId = '', ResourceId = '', FlowLogStatus, DeliverLogsStatus }) => ({
        id: FlowLogId,
        scope,
        resource: arn(session, 'ec2', scope, `vpc/${ResourceId}`),
        active: FlowLogStatus === 'ACTIVE',
        failed: DeliverLogsStatus === 'FAILED',
      }));
  },
};

export const detectors: Source<AwsSession, Detectors> = {
  ...regional,
  title: 'GuardDuty',
  permissions: ['guardduty:ListDetectors', 'guardduty:GetDetector'],
  async *read(session, scope, notes) {
    const guardduty = session.client('guardduty', scope);
    const found: Detectors['detectors'] = [];
    const pages = session.pages(
      notes,
      'guardduty:ListDetectors',
      scope,
      (NextToken, options) => guardduty.listDetectors({ NextToken }, options),
      (out) => ({ items: out.DetectorIds, next: out.NextToken }),
    );
    for await (const page of pages)
      found.push(
        ...(await eachOf(page, async (DetectorId) => {
          const out = (await session.call('guardduty:GetDetector', scope, (options) => guardduty.getDetector({ DetectorId }, options)))!;
          notes.page('guardduty:GetDetector', 1, { DetectorId, ...(bare(out) as object) });
          return { id: DetectorId, enabled: out.Status === 'ENABLED' };
        })),
      );
    yield [{ id: arn(session, 'guardduty', scope, 'detector'), scope, detectors: found }];
  },
};

export const recorders: Source<AwsSession, Recorders> = {
  ...regional,
  title: 'Recorders of AWS Config',
  permissions: ['config:DescribeConfigurationRecorderStatus'],
  async *read(session, scope, notes) {
    const out = (await session.call('config:DescribeConfigurationRecorderStatus', scope, (options) =>
      session.client('config', scope).describeConfigurationRecorderStatus({}, options),
    ))!;
    const all = out.ConfigurationRecordersStatus ?? [];
    notes.page('config:DescribeConfigurationRecorderStatus', all.length, bare(out));
    yield [
      {
        id: arn(session, 'config', scope, 'config-recorder'),
        scope,
        recorders: all.map(({ name = '', recording = false, lastStatus = '', lastErrorCode = '' }) => ({
          name,
          recording,
          lastStatus,
          error: lastErrorCode,
        })),
      },
    ];
  },
};
