import { dayInWords } from '../../days.ts';
import { dayOf, many, withinYear, type InputOf } from './look.ts';

/**
 * 9.3.2 e: feedback of interested parties, as far as the product hears of it: incidents that concerned customers,
 * nonconformities that customers raised, what was noticed of suppliers, comments. What else was said has to be typed.
 */
export const feedback: InputOf = ({ isms, day, since }) => {
  const from = since ?? '';
  const incidents = isms.incidents.filter(
    ({ exercise, customersConcerned, detectedAt }) => !exercise && customersConcerned === true && withinYear(dayOf(detectedAt), day),
  );
  const undecided = isms.incidents.filter(
    ({ exercise, state, customersConcerned, closedAt }) => !exercise && state !== 'no-incident' && customersConcerned === null && closedAt === null,
  );
  const raised = isms.nonconformities.filter(({ source, raisedOn }) => source === 'customer' && withinYear(raisedOn, day));
  const ideas = isms.improvements.filter(({ source, raisedOn }) => source === 'customer' && withinYear(raisedOn, day));
  const notes = isms.supplierNotes.filter(({ on }) => withinYear(on, day));
  const comments = isms.comments.filter(({ createdAt }) => (dayOf(createdAt) ?? '') > from && dayOf(createdAt)! <= day);
  const heard = incidents.length + raised.length + ideas.length + notes.length + comments.length;
  const suppliers = new Map(isms.suppliers.map(({ id, name }) => [id, name]));
  return {
    sentences: [
      heard === 0
        ? 'The records hold no feedback: nothing was heard, or nothing was written down.'
        : `The records hold ${many(incidents.length, 'incident')} that concerned customers, ${many(raised.length, 'nonconformity', 'nonconformities')} raised by customers and ${many(notes.length, 'observation')} on suppliers of the last year.`,
      'What customers, staff, authorities and owners have said besides belongs into the comment.',
    ],
    figures: [
      {
        key: 'incidents',
        name: 'Incidents that concerned customers within a year',
        value: isms.incidents.length > 0 ? incidents.length : null,
        wants: 'less',
        bad: false,
      },
      {
        key: 'undecided',
        name: 'Open incidents of which it is not known whether customers are concerned',
        value: isms.incidents.length > 0 ? undecided.length : null,
        wants: 'less',
      },
      {
        key: 'raised',
        name: 'Nonconformities raised by customers within a year',
        value: isms.nonconformities.length > 0 ? raised.length : null,
        wants: 'less',
        bad: false,
      },
      { key: 'suppliers', name: 'Observations on suppliers within a year', value: isms.supplierNotes.length > 0 ? notes.length : null },
    ],
    points: [
      ...incidents.map(({ id, title, detectedAt }) => ({
        register: 'incidents',
        id,
        text: `Concerned customers: ${title}, ${dayInWords(dayOf(detectedAt)!)}`,
      })),
      ...raised.map(({ id, title }) => ({ register: 'nonconformities', id, text: `Raised by a customer: ${title}` })),
      ...ideas.map(({ id, title }) => ({ register: 'improvements', id, text: `A customer’s idea: ${title}` })),
      ...notes
        .filter(({ on }) => (on ?? '') > from)
        .map(({ id, title, supplier, on }) => ({
          register: 'supplier-notes',
          id,
          text: `${suppliers.get(supplier) ?? supplier}, ${dayInWords(on!)}: ${title}`,
        })),
      ...comments.map(({ register, record, text, authorName }) => ({
        register,
        id: record,
        text: `${authorName} on ${record}: ${text.slice(0, 200)}`,
      })),
    ],
  };
};
