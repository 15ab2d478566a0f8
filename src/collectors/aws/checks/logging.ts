import type { Check } from '../../collector.ts';
import type { AwsFacts, TrailStatus } from '../facts.ts';
import { distinct, fail, on, pass, some, troubleIn, unknown, verdict } from '../../words.ts';

const parts = { writes: 'records changes only', reads: 'records reading only', none: 'records no events of management' };

/** Why a trail does not serve as the log of an account; empty where it does. */
function whyNot({ logging, management, deliveryError }: TrailStatus): string {
  if (!('value' in logging && logging.value)) return 'is not recording';
  if ('value' in management && management.value !== 'all') return parts[management.value];
  return deliveryError === '' ? '' : `is recording, but delivery fails (${deliveryError})`;
}

export const trail: Check<AwsFacts> = {
  id: 'aws-trail',
  version: 1,
  title: 'A trail records every region',
  calls: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
  needs: ['trails', 'trailStatus'],
  population: 'the account, which must have a trail for all regions',
  passes: 'One trail at least covers every region, is recording every event of management, and delivers what it records.',
  parameters: {},
  controls: [{ id: 'A.8.15', because: 'The trail is the log of what was done in the account, by whom and when.' }],
  remedy:
    'CloudTrail, Create trail: for all regions, with a bucket of its own; then Start logging. Record management events, read and write; look at the bucket policy where delivery fails.',
  empty: 'unknown',
  judge({ trails, trailStatus }) {
    const [first] = trails;
    if (!first) return [];
    const it = on({ id: 'trails', name: 'Trails' });
    const status = new Map(distinct(trailStatus).map((each) => [each.id, each]));
    const wide = distinct(trails.flatMap((region) => region.trails)).filter(({ multiRegion }) => multiRegion);
    if (wide.length === 0) return [fail(it, 'No trail covers every region.')];
    const wrong: string[] = [];
    const dark: string[] = [];
    for (const { id, name } of wide) {
      const now = status.get(id);
      const trouble = now ? (troubleIn(now.logging) ?? troubleIn(now.management)) : null;
      if (!now || trouble) dark.push(`${name}: ${trouble?.message ?? 'it was not read what this trail is doing.'}`);
      else {
        const problem = whyNot(now);
        if (problem === '') return [pass(it, `${name} covers every region, is recording, and delivers.`)];
        wrong.push(`${name} ${problem}`);
      }
    }
    return [dark.length > 0 ? unknown(it, dark[0]!) : fail(it, `Covering every region: ${some(wrong)}.`)];
  },
};

export const trailValidation: Check<AwsFacts> = {
  id: 'aws-trail-validation',
  version: 1,
  title: 'Changes to the logs of a trail are noticed',
  calls: ['cloudtrail:DescribeTrails'],
  needs: ['trails'],
  population: 'every trail',
  passes: 'Log file validation is switched on.',
  parameters: {},
  controls: [
    { id: 'A.8.15', because: 'Logs are protected against being changed; signed digests show whether they were.' },
    { id: 'A.8.16', because: 'Monitoring rests on these logs and is worth nothing when they can be changed unnoticed.' },
  ],
  remedy: 'Edit the trail and enable log file validation; or aws cloudtrail update-trail --name NAME --enable-log-file-validation.',
  empty: 'unknown',
  judge: ({ trails }) =>
    distinct(trails.flatMap(({ scope, trails: own }) => own.map((each) => ({ ...each, scope })))).map((each) =>
      verdict(on(each), each.validated, each.validated ? 'Digests are written and signed.' : 'Log file validation is switched off.'),
    ),
};

export const flowLogs: Check<AwsFacts> = {
  id: 'aws-flow-logs',
  version: 1,
  title: 'Traffic of every network is logged',
  calls: ['ec2:DescribeVpcs', 'ec2:DescribeFlowLogs'],
  needs: ['vpcs', 'flowLogs'],
  population: 'every VPC',
  passes: 'A flow log of the whole VPC is active and delivers.',
  parameters: {},
  controls: [
    { id: 'A.8.15', because: 'Flow logs record who spoke with whom, which no other log of the account does.' },
    { id: 'A.8.16', because: 'Unusual traffic is found where traffic is recorded.' },
    { id: 'A.8.20', because: 'A network is under control when one can see what passes through it.' },
  ],
  remedy: 'VPC, Flow logs, Create flow log for the VPC; delete default VPCs that nobody uses.',
  empty: 'not-applicable',
  judge({ vpcs, flowLogs: logs }) {
    const byVpc = Map.groupBy(logs, ({ resource }) => resource);
    return vpcs.map((vpc) => {
      const own = byVpc.get(vpc.id) ?? [];
      const active = own.filter((log) => log.active);
      if (active.length === 0) return fail(on(vpc), own.length === 0 ? 'There is no flow log.' : 'There is a flow log, but it is not active.');
      const good = active.find(({ failed }) => !failed);
      return good
        ? pass(on(vpc), `The flow log ${good.id} is active.`)
        : fail(on(vpc), `The flow log ${active[0]!.id} is active, but delivery fails.`);
    });
  },
};

export const guardDuty: Check<AwsFacts> = {
  id: 'aws-guardduty',
  version: 1,
  title: 'GuardDuty watches every region',
  calls: ['guardduty:ListDetectors', 'guardduty:GetDetector'],
  needs: ['detectors'],
  population: 'every region in use',
  passes: 'A detector is enabled.',
  parameters: {},
  controls: [
    { id: 'A.5.25', because: 'Findings of GuardDuty are events that are assessed and may be incidents.' },
    { id: 'A.8.7', because: 'GuardDuty finds malware and machines that behave as if they had some.' },
    { id: 'A.8.16', because: 'It watches the account, its networks and its data for what is unusual.' },
  ],
  remedy: 'GuardDuty, Get started, Enable in the region; in an organisation enable it for all accounts and regions from the administrator account.',
  empty: 'unknown',
  judge: ({ detectors }) =>
    detectors.map(({ id, scope, detectors: found }) => {
      const enabled = found.filter((each) => each.enabled).length;
      const it = on({ id, name: `GuardDuty in ${scope}`, scope });
      if (enabled > 0) return pass(it, 'A detector is enabled.');
      return fail(it, found.length === 0 ? 'There is no detector.' : 'There is a detector, but it is suspended.');
    }),
};

export const config: Check<AwsFacts> = {
  id: 'aws-config',
  version: 1,
  title: 'AWS Config records every region',
  calls: ['config:DescribeConfigurationRecorderStatus'],
  needs: ['recorders'],
  population: 'every region in use',
  passes: 'A recorder is running and delivers.',
  parameters: {},
  controls: [{ id: 'A.8.9', because: 'Config records how everything is set up and what has changed, which is the baseline to compare with.' }],
  remedy: 'AWS Config, Settings, Edit: record all resources in the region; look at the role and the bucket where delivery fails.',
  empty: 'unknown',
  judge: ({ recorders }) =>
    recorders.map(({ id, scope, recorders: found }) => {
      const it = on({ id, name: `Config in ${scope}`, scope });
      const running = found.filter(({ recording }) => recording);
      if (running.length === 0) return fail(it, found.length === 0 ? 'There is no recorder.' : 'There is a recorder, but it is stopped.');
      const good = running.find(({ lastStatus }) => lastStatus.toUpperCase() !== 'FAILURE');
      if (good) return pass(it, `The recorder ${good.name} is running.`);
      const { name, error } = running[0]!;
      return fail(it, `The recorder ${name} is running, but delivery fails${error ? ` (${error})` : ''}.`);
    }),
};
