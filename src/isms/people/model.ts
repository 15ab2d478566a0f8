import { z } from 'zod';
import { Day, day, flag, line, reference, references, requiredLine, text } from '../../platform/contract/fields.ts';
import { defineRegister, type RecordOf } from '../../platform/register/model.ts';

export const employments = ['employee', 'contractor', 'external', 'board'] as const;

/** Persons doing work under the organisation's control; they hold roles, own risks and controls. Need no sign-in. */
const typed = defineRegister({
  name: 'people',
  singular: 'person',
  plural: 'people',
  prefix: 'P',
  clause: '7.2',
  purpose: 'Everybody who works under the organisation’s control and holds a role, owns a risk or runs a control.',
  label: 'name',
  read: 'read the ISMS',
  write: 'manage people',
  columns: ['name', 'jobTitle', 'team', 'email', 'startsOn', 'endsOn'],
  fields: z.object({
    name: requiredLine({ title: 'Name' }),
    email: line({ title: 'E-mail' }),
    jobTitle: line({ title: 'Job title' }),
    team: reference('teams', { title: 'Team' }),
    manager: reference('people', { title: 'Manager' }),
    location: reference('locations', { title: 'Location' }),
    employment: z.enum(employments).default('employee').meta({ title: 'Employment' }),
    topManagement: flag({ title: 'Top management', description: 'Directs the organisation at the highest level within the scope' }),
    startsOn: day({ title: 'First day' }),
    endsOn: day({ title: 'Last day' }),
    externalReference: line({ title: 'Number elsewhere', description: 'Personnel number, or the id in the system it comes from' }),
  }),
});

/** What a field is said to come from when a person typed it. */
export const byHand = 'by hand';
/** Where the value of a field comes from, and since when. */
export const Origin = z.object({ source: z.string().max(120), on: Day });
export type Origin = z.infer<typeof Origin>;

/** Besides what is typed, a person keeps where each field comes from, and which sources do not know the person any more. */
export const people = {
  ...typed,
  record: typed.record.extend({
    origins: z.record(z.string(), Origin).default({}).meta({ title: 'Where the fields come from', computed: true }),
    knownAs: z.record(z.string(), z.string()).default({}).meta({ title: 'Id in the systems that know the person', computed: true }),
    missingFrom: z.array(Origin).default([]).meta({ title: 'Not in these sources any more', computed: true }),
  }),
};
export type Person = RecordOf<typeof people>;

export const roleKinds = [
  'top-management',
  'isms-manager',
  'reporting',
  'risk-owner',
  'internal-auditor',
  'control-owner',
  'incident-manager',
  'data-protection',
  'other',
] as const;

/** Responsibilities and authorities for information security (clause 5.3). */
export const ismsRoles = defineRegister({
  name: 'isms-roles',
  singular: 'ISMS role',
  plural: 'ISMS roles',
  prefix: 'ROLE',
  clause: '5.3',
  purpose: 'Who is responsible for what in the management system, and with which authority. Every role needs a holder.',
  label: 'name',
  read: 'read the ISMS',
  write: 'manage people',
  columns: ['name', 'kind', 'holders', 'responsibilities'],
  fields: z.object({
    name: requiredLine({ title: 'Role' }),
    kind: z.enum(roleKinds).default('other').meta({ title: 'Kind' }),
    holders: references('people', { title: 'Held by' }),
    deputies: references('people', { title: 'Deputies' }),
    responsibilities: text({ title: 'Responsibilities' }),
    authorities: text({ title: 'Authorities' }),
    communicatedOn: day({ title: 'Communicated on', description: 'Day on which the assignment was made known (5.3)' }),
  }),
});
