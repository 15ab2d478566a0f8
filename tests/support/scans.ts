/** Small files as scanners write them, from what matters in a test. */
export interface OcsfSpec {
  check: string;
  account: string;
  resource: string;
  at?: string;
  /** OCSF's number: 5 is critical. */
  severity?: number;
  status?: string;
}

export const ocsf = (list: readonly OcsfSpec[]): string =>
  JSON.stringify(
    list.map(({ check, account, resource, at = '2026-11-23T08:00:00Z', severity = 4, status = 'FAIL' }) => ({
      message: `${resource}: ${check}`,
      metadata: { event_code: check, product: { name: 'Prowler', vendor_name: 'Prowler' } },
      severity_id: severity,
      status_code: status,
      status_detail: `${resource}: ${check}`,
      finding_info: { title: `About ${check}`, uid: `${check}-${resource}` },
      resources: [{ uid: resource, name: resource, type: 'Thing', region: 'eu-central-1' }],
      cloud: { provider: 'aws', region: 'eu-central-1', account: { uid: account } },
      class_uid: 2004,
      time_dt: at,
    })),
    null,
    2,
  );

export const trivy = (image: string, ids: readonly string[], at: string): string =>
  JSON.stringify({
    SchemaVersion: 2,
    CreatedAt: at,
    ArtifactName: image,
    ArtifactType: 'container_image',
    Results: [
      {
        Target: `${image} (debian 12)`,
        Class: 'os-pkgs',
        Type: 'debian',
        ...(ids.length > 0 && {
          Vulnerabilities: ids.map((id) => ({
            VulnerabilityID: id,
            PkgName: 'openssl',
            InstalledVersion: '3.0.1',
            FixedVersion: '3.0.2',
            Severity: 'HIGH',
            Title: `About ${id}`,
          })),
        }),
      },
    ],
  });
