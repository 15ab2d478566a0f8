import { randomUUID } from 'node:crypto';
import type { Collector } from '../collector.ts';
import { accountId, externalIdForm, partitions, roleArn } from './settings.ts';
import { sources } from './sources/all.ts';

/** What the list of regions needs. */
const regionsAction = 'ec2:DescribeRegions';
const statement = 'AnnexaReads';

/** Exactly the actions that are used, and no others. */
export const actions = [...new Set([regionsAction, ...Object.values(sources).flatMap(({ permissions }) => permissions)])].sort();

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const text = (value: unknown, form: RegExp, otherwise: string) => (typeof value === 'string' && form.test(value) ? value : otherwise);

/** How to let this program read an account and do nothing else. */
export const guide: Collector['guide'] = (values) => {
  const account = text(values['account'], accountId, '111122223333');
  const partition = partitions.find((each) => each === values['partition']) ?? 'aws';
  const externalId = text(values['externalId'], externalIdForm, '') || randomUUID();
  const given = text(values['role'], roleArn, '');
  const role = given || `arn:${partition}:iam::${account}:role/annexa`;
  const roleName = role.slice(role.lastIndexOf('/') + 1);
  const user = `arn:${partition}:iam::${account}:user/annexa`;

  const reads = { Version: '2012-10-17', Statement: [{ Sid: statement, Effect: 'Allow', Action: actions, Resource: '*' }] };
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: user }, Action: 'sts:AssumeRole', Condition: { StringEquals: { 'sts:ExternalId': externalId } } },
    ],
  };
  const assume = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: role }] };
  const formation = `AWSTemplateFormatVersion: '2010-09-09'
Description: A role that reads how the account is set up, and a user that may do nothing but assume it.
Resources:
  AnnexaUser:
    Type: AWS::IAM::User
    Properties:
      UserName: annexa
  AnnexaRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: ${roleName}
      MaxSessionDuration: 3600
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal:
              AWS: !GetAtt AnnexaUser.Arn
            Action: sts:AssumeRole
            Condition:
              StringEquals:
                sts:ExternalId: '${externalId}'
      Policies:
        - PolicyName: annexa-reads
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action:
${actions.map((action) => `                  - ${action}`).join('\n')}
                Resource: '*'
  AnnexaGroup:
    Type: AWS::IAM::Group
    Properties:
      GroupName: annexa
      Policies:
        - PolicyName: annexa-assumes
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: sts:AssumeRole
                Resource: !GetAtt AnnexaRole.Arn
  AnnexaMembership:
    Type: AWS::IAM::UserToGroupAddition
    Properties:
      GroupName: !Ref AnnexaGroup
      Users:
        - !Ref AnnexaUser
Outputs:
  Role:
    Value: !GetAtt AnnexaRole.Arn
`;
  const steps = `The connection signs in as a user that may do nothing but assume one role. The role may read how the account is set up: no content of buckets, databases or logs, and nothing is ever changed.

The external id of this connection is \`${externalId}\`. Enter it in the connection, and keep it in the trust policy: a role that can be assumed without it, or with another one, is not used. Each time the connection signs in, it tries both; in the trail of the account these are two refused calls of \`sts:AssumeRole\` with the session name \`annexa-self-test\`, which an alarm may pass over.

## With CloudFormation

1. Save \`annexa.yaml\` from below, and create a stack from it in account ${account}:

   \`\`\`
   aws cloudformation deploy --stack-name annexa --template-file annexa.yaml --capabilities CAPABILITY_NAMED_IAM
   \`\`\`

2. Create the access key of the user, and enter both parts of it here:

   \`\`\`
   aws iam create-access-key --user-name annexa
   \`\`\`

3. Enter the role \`${role}\` in the connection.

## By hand

1. Save the policies from below and run:

   \`\`\`
   aws iam create-user --user-name annexa
   aws iam create-group --group-name annexa
   aws iam add-user-to-group --user-name annexa --group-name annexa
   aws iam create-role --role-name ${roleName} --assume-role-policy-document file://trust-policy.json
   aws iam put-role-policy --role-name ${roleName} --policy-name annexa-reads --policy-document file://read-policy.json
   aws iam put-group-policy --group-name annexa --policy-name annexa-assumes --policy-document file://assume-policy.json
   aws iam create-access-key --user-name annexa
   \`\`\`

2. Enter the key and the role \`${role}\` in the connection.

Keys whose own key policy does not leave reading to IAM stay unknown until that policy names the role.

The user stands in a group because a policy on a user would fail the check on policies of users. Renew its key in time: it is an access key like any other.

## Without a role

Where the key itself is to read, give \`read-policy.json\` to the group and leave the role empty. A key that is copied can then read the account at once; with a role it needs the external id too.

## Regions

Without a list, every region that is enabled in the account is read, for what is forgotten is mostly somewhere else. Where a service control policy forbids regions, name those that are allowed: what is forbidden cannot be read, and stays unknown. Users and buckets are read in any case.

## Several accounts

Make one connection an account. The user may stay in one account: name its ARN in the trust policies of the others, and their roles in \`assume-policy.json\`.
`;
  return {
    steps,
    documents: [
      { name: 'read-policy.json', content: json(reads) },
      { name: 'trust-policy.json', content: json(trust) },
      { name: 'assume-policy.json', content: json(assume) },
      { name: 'annexa.yaml', content: formation },
    ],
  };
};
