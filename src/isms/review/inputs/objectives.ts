import { dayInWords } from '../../days.ts';
import { isMet } from '../../objectives/measure.ts';
import { figureOf } from '../../objectives/series.ts';
import { begun, many, type InputOf } from './look.ts';

/** 9.3.2 d 4: how far the objectives are reached; an objective nobody has measured is not reached. */
export const objectivesInput: InputOf = ({ isms, standard, day }) => {
  const open = isms.objectives.filter(({ status }) => status === 'open');
  const stands = open.map((objective) => {
    const { value } = figureOf(isms, standard, objective, day);
    return { objective, value, met: isMet(objective, value) };
  });
  const [met, missed, unknown] = [true, false, null].map((wanted) => stands.filter((each) => each.met === wanted)) as [
    typeof stands,
    typeof stands,
    typeof stands,
  ];
  const past = open.filter(({ dueOn }) => dueOn !== null && dueOn < day);
  const known = isms.objectives.length > 0;
  return {
    sentences: known
      ? [
          `Of ${many(open.length, 'open objective')} ${met.length} ${met.length === 1 ? 'is' : 'are'} where ${met.length === 1 ? 'it' : 'they'} should be, ${missed.length} ${missed.length === 1 ? 'is' : 'are'} not, and of ${unknown.length} it is not known.`,
          ...(past.length > 0
            ? [`${begun(many(past.length, 'objective'))} ${past.length === 1 ? 'has' : 'have'} passed ${past.length === 1 ? 'its' : 'their'} day.`]
            : []),
        ]
      : ['No objective has been set.'],
    figures: [
      { key: 'met', name: 'Objectives where they should be', value: known ? met.length : null, wants: 'more' },
      { key: 'missed', name: 'Objectives off their target', value: known ? missed.length : null, wants: 'less' },
      { key: 'unknown', name: 'Objectives of which it is not known', value: known ? unknown.length : null, wants: 'less' },
      { key: 'past', name: 'Objectives past their day', value: known ? past.length : null, wants: 'less' },
    ],
    points: [...missed, ...unknown, ...met].map(({ objective: { id, title, target, direction, unit, metric, dueOn }, value, met: reached }) => {
      const mark = metric === 'typed' ? unit : unit || (/-done|implemented|in-force/.test(metric) ? '%' : '');
      const figure = (number: number | null) => (number === null ? 'not known' : `${number}${mark && ` ${mark}`}`);
      return {
        register: 'objectives',
        id,
        text: `${reached === null ? 'Not known' : reached ? 'Met' : 'Off target'}: ${title} (${figure(value)}, wanted ${target === null ? 'nothing in figures' : `${direction === 'at-least' ? 'at least' : 'at most'} ${figure(target)}`}${dueOn ? ` by ${dayInWords(dueOn)}` : ''})`,
      };
    }),
  };
};
