import type { Check, Judged } from '../collector.ts';
import type { Facts } from './facts.ts';
import { permissionNames } from './permissions.ts';

const day = 86_400_000;

function byRepository<T extends { repository: string }>(alerts: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const alert of alerts) {
    const known = found.get(alert.repository);
    if (known) known.push(alert);
    else found.set(alert.repository, [alert]);
  }
  return found;
}

const dependencies: Check<Facts, 'days'> = {
  id: 'github-dependencies',
  version: 1,
  title: 'No critical vulnerability in a dependency stays open',
  calls: ['GET /orgs/{org}/dependabot/alerts', 'GET /repos/{owner}/{repo}/vulnerability-alerts'],
  needs: ['protections', 'dependencyAlerts'],
  population: 'every repository that is not archived and not empty',
  passes: 'No critical alert of Dependabot has been open for more than {days} days.',
  parameters: { days: { title: 'Days', unit: 'days', usual: 30, min: 0, max: 365 } },
  controls: [{ id: 'A.8.8', because: 'Known vulnerabilities of components are evaluated and mended within the time that was set for it.' }],
  remedy:
    'Repository, Security, Dependabot: update the dependency or dismiss the alert with the reason; where alerts are off, turn them on in the security settings.',
  empty: 'unknown',
  judge({ protections, dependencyAlerts }, { days }, now) {
    const alerts = byRepository(dependencyAlerts);
    return protections.map(({ repository, archived, empty, dependabot }): Judged => {
      const judged = (outcome: Judged['outcome'], because: string): Judged => ({
        resource: repository,
        name: repository,
        scope: '',
        outcome,
        because,
      });
      if (archived) return judged('not-applicable', 'Archived: Dependabot does not look at it.');
      if (empty) return judged('not-applicable', 'Nothing has been pushed to it yet.');
      const open = (alerts.get(repository) ?? []).toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
      const oldest = open[0];
      const age = oldest ? Math.floor((now.getTime() - Date.parse(oldest.createdAt)) / day) : 0;
      if (Number.isNaN(age)) return judged('unknown', `GitHub does not tell since when alert ${oldest!.number} is open.`);
      if (oldest && age > days) return judged('fail', `${oldest.advisory} in ${oldest.package} has been open for ${age} days; ${days} are allowed.`);
      if ('trouble' in dependabot) return judged('unknown', dependabot.trouble.message);
      if (!dependabot.value) return judged('unknown', 'Dependabot alerts are switched off, so that nobody hears of vulnerabilities.');
      return judged(
        'pass',
        open.length === 0 ? 'No critical alert is open.' : `The oldest critical alert is ${age} ${age === 1 ? 'day' : 'days'} old.`,
      );
    });
  },
};

const secrets: Check<Facts> = {
  id: 'github-secret-scanning',
  version: 1,
  title: 'Secrets in code are looked for, and none is left open',
  calls: ['GET /orgs/{org}/repos', 'GET /orgs/{org}/secret-scanning/alerts'],
  needs: ['repositories', 'secretAlerts'],
  population: 'every repository',
  passes: 'Secret scanning is on, and no alert is open.',
  parameters: {},
  controls: [
    { id: 'A.8.25', because: 'Looking for secrets at every push is a safeguard built into the life cycle.' },
    { id: 'A.8.28', because: 'Keys and passwords in source code are among the first things that secure coding rules out.' },
  ],
  remedy:
    'Revoke the secret that was found and close its alert; turn secret scanning on under Settings, Advanced Security, or for all repositories of the organisation.',
  empty: 'unknown',
  judge({ repositories, secretAlerts }) {
    const alerts = byRepository(secretAlerts);
    return repositories.map(({ name, archived, secretScanning }): Judged => {
      const judged = (outcome: Judged['outcome'], because: string): Judged => ({ resource: name, name, scope: '', outcome, because });
      const open = alerts.get(name) ?? [];
      // What was pushed to an archived repository can be read all the same.
      if (open.length > 0)
        return judged(
          'fail',
          open.length === 1 ? `1 secret was found and its alert is open: ${open[0]!.kind}.` : `${open.length} alerts for secrets are open.`,
        );
      if (archived) return judged('not-applicable', 'Archived, and no alert is open.');
      if (secretScanning === null)
        return judged('unknown', `GitHub does not tell whether secret scanning is on; the app needs "${permissionNames.administration}".`);
      return secretScanning === 'enabled'
        ? judged('pass', 'Secret scanning is on, and no alert is open.')
        : judged('fail', 'Secret scanning is off.');
    });
  },
};

export const alertChecks = { dependencies, secrets };
