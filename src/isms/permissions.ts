/**
 * Who may do what, in sentences, in one place (clause 5.3: responsibilities and authorities are assigned).
 * Every operation names exactly one of these permissions; the permission matrix test walks all of them.
 */
export const roles = ['owner', 'isms-manager', 'contributor', 'top-management', 'employee', 'internal-auditor', 'external-auditor'] as const;
export type Role = (typeof roles)[number];

/** Everybody who may look into the management system; an employee sees only their own page, an external auditor what is released. */
const readers = ['owner', 'isms-manager', 'contributor', 'top-management', 'internal-auditor'] as const;
const managers = ['owner', 'isms-manager'] as const;
/** Everybody who has a page of their own; an external auditor has the room and nothing beside it, whoever they are among the people. */
const everyone = [...readers, 'employee'] as const;

export const permissions = {
  'see what concerns me': everyone,
  /** With the public key anybody checks what was signed; auditors from outside above all. */
  'check signatures': roles,
  'read the ISMS': readers,
  'export the ISMS': ['owner', 'isms-manager', 'internal-auditor', 'top-management'],
  'manage the organisation': ['owner'],
  'manage members and keys': ['owner'],
  'manage people': managers,
  /** To ask people what an auditor would ask judges nothing that was done: whoever audits may do it too (9.2.2). */
  'rehearse audits': [...managers, 'internal-auditor'],
  'describe the context': managers,
  'approve the scope': ['top-management', 'owner'],
  'define own controls': managers,
  'keep evidence': [...managers, 'contributor'],
  'keep connections': managers,
  'keep the asset inventory': [...managers, 'contributor'],
  'assess gaps': [...managers, 'contributor'],
  'plan the remediation': managers,
  'define the risk method': managers,
  'assess and treat risks': [...managers, 'contributor'],
  'ask for acceptance': [...managers, 'contributor'],
  /** The rule of the risk method narrows this further: level, risk owner, and never the requester (6.1.3 f). */
  'accept risks': [...managers, 'contributor', 'top-management'],
  'edit the Statement of Applicability': managers,
  'approve the Statement of Applicability': ['top-management', 'owner'],
  'upload files': [...managers, 'contributor'],
  'write documents': [...managers, 'contributor'],
  /** Who approves a document narrows this further: a named approver, never the author (7.5.2 c). */
  'approve documents': [...managers, 'contributor', 'top-management'],
  'publish documents': managers,
  'set objectives': managers,
  'keep the registers of operations': [...managers, 'contributor'],
  /** Whoever does a change does not approve it (A.8.32). */
  'approve changes': [...managers, 'contributor', 'top-management'],
  /** Whoever sees something says something (A.6.8). */
  'report an incident': [...readers, 'employee'],
  'run access reviews': managers,
  'handle people who come and go': [...managers, 'contributor'],
  'draw samples': [...managers, 'contributor', 'internal-auditor'],
  'raise nonconformities': [...managers, 'contributor', 'top-management', 'internal-auditor'],
  'handle nonconformities': [...managers, 'contributor'],
  /** Narrowed further: neither the owner nor whoever did an action reviews its effect (10.2 d). */
  'review effectiveness': [...managers, 'contributor', 'top-management', 'internal-auditor'],
  'plan internal audits': [...managers, 'internal-auditor'],
  /** Narrowed further: a named auditor of the audit, and never what they own or did themselves (9.2.2). */
  'carry out internal audits': [...managers, 'internal-auditor'],
  'prepare the management review': managers,
  'approve the management review': ['top-management', 'owner'],
  'keep the certification': managers,
  'release to auditors': managers,
  /** Narrowed further: what was released, and as long as it is (mission 11.3). */
  'look at what is released': ['external-auditor', ...managers],
  'ask as an auditor': ['external-auditor'],
  'excuse findings': ['owner', 'top-management'],
  'keep the plan': managers,
  'answer for myself': everyone,
  'import records': managers,
  'undo a change': [...managers, 'contributor'],
  'read the ledger': ['owner', 'isms-manager', 'internal-auditor', 'top-management'],
  'sign a checkpoint': managers,
  'comment on records': ['owner', 'isms-manager', 'contributor', 'top-management', 'internal-auditor'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

/** Whether a role holds a permission. */
export function may(role: Role, permission: Permission): boolean {
  return (permissions[permission] as readonly Role[]).includes(role);
}
