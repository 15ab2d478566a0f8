import { describe, expect, it } from 'vitest';
import { actions, guide } from './guide.ts';

const documentOf = (values: Record<string, unknown>, name: string) => guide(values).documents.find((each) => each.name === name)!.content;

describe('the guide', () => {
  it('grants reading only, and each action by its name', () => {
    const [statement] = JSON.parse(documentOf({}, 'read-policy.json')).Statement;
    expect(statement).toMatchObject({ Effect: 'Allow', Action: actions, Resource: '*' });
    for (const action of actions) expect(action).toMatch(/^[a-z0-9]+:(Get|List|Describe|GenerateCredentialReport)/);
    const formation = documentOf({}, 'annexa.yaml');
    for (const action of actions) expect(formation).toContain(`- ${action}\n`);
  });

  it('puts the settings of a connection into its documents', () => {
    const values = { account: '444455556666', externalId: 'ours-1', partition: 'aws-cn', role: 'arn:aws-cn:iam::444455556666:role/audit/reader' };
    const [trust] = JSON.parse(documentOf(values, 'trust-policy.json')).Statement;
    expect(trust).toEqual({
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws-cn:iam::444455556666:user/annexa' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': 'ours-1' } },
    });
    expect(JSON.parse(documentOf(values, 'assume-policy.json')).Statement[0].Resource).toBe(values.role);
    expect(documentOf(values, 'annexa.yaml')).toContain('RoleName: reader\n');
    expect(guide(values).steps).toContain('`ours-1`');
  });

  it('makes up an external id, another one each time', () => {
    const id = () => JSON.parse(documentOf({}, 'trust-policy.json')).Statement[0].Condition.StringEquals['sts:ExternalId'];
    expect(id()).not.toBe(id());
  });

  it('takes nothing over that is no setting', () => {
    const hostile = { account: '1\n  Evil: yes', externalId: "x'\nEvil: yes", partition: 'mine', role: '`rm -rf /`', regions: 7 };
    const { steps, documents } = guide(hostile);
    const text = [steps, ...documents.map(({ content }) => content)].join('\n');
    for (const word of ['Evil', 'rm -rf', 'mine:']) expect(text).not.toContain(word);
  });
});
