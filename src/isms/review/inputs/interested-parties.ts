import { dayInWords } from '../../days.ts';
import { changedPoints, told } from './context.ts';
import { changesOf, type InputOf } from './look.ts';

/** 9.3.2 c: changes in what interested parties need and expect. */
export const interestedParties: InputOf = ({ isms, day, since, before }) => {
  const changes = changesOf(isms.requirements, before?.isms.requirements);
  const parties = changesOf(isms.interestedParties, before?.isms.interestedParties);
  const open = isms.requirements.filter(({ answer }) => answer === 'undetermined');
  const declined = isms.requirements.filter(({ answer }) => answer === 'declined');
  const overdue = [...isms.requirements, ...isms.interestedParties].filter(({ reviewOn }) => reviewOn !== null && reviewOn < day);
  const legal = isms.legalRequirements.filter(({ status }) => status === 'not-met');
  const known = isms.requirements.length > 0;
  return {
    sentences: [
      known ? told(changes, since, 'requirement') : 'No requirement of an interested party has been recorded.',
      ...(open.length > 0
        ? [`Whether the management system answers ${open.length === 1 ? 'one requirement' : `${open.length} requirements`} has not been determined.`]
        : []),
      ...(legal.length > 0
        ? [`${legal.length === 1 ? 'One law or contract is' : `${legal.length} laws or contracts are`} known not to be met.`]
        : []),
    ],
    figures: [
      { key: 'requirements', name: 'Requirements', value: isms.requirements.length },
      { key: 'undetermined', name: 'Requirements without an answer', value: known ? open.length : null, wants: 'less' },
      { key: 'declined', name: 'Requirements declined', value: known ? declined.length : null },
      { key: 'overdue', name: 'Reviews of parties and requirements overdue', value: known ? overdue.length : null, wants: 'less' },
      { key: 'not-met', name: 'Laws and contracts not met', value: isms.legalRequirements.length > 0 ? legal.length : null, wants: 'less' },
    ],
    points: [
      ...changedPoints(parties, 'interested-parties', ({ name }) => name),
      ...changedPoints(changes, 'requirements', ({ title }) => title),
      ...open.map(({ id, title }) => ({ register: 'requirements', id, text: `Without an answer: ${title}` })),
      ...legal.map(({ id, title }) => ({ register: 'legal-requirements', id, text: `Not met: ${title}` })),
      ...overdue.map((each) => ({
        register: 'party' in each ? 'requirements' : 'interested-parties',
        id: each.id,
        text: `Review overdue since ${dayInWords(each.reviewOn!)}: ${'party' in each ? each.title : each.name}`,
      })),
    ],
  };
};
