import type { AuditShown, CoverageRow } from '../../../../src/isms/audits/contract.ts';
import type { AnswerState, AuditGrade } from '../../../../src/isms/audits/model.ts';
import { Sign, type Look } from '../operations/signs.tsx';
import './audits.css';

export const answers: Record<AnswerState, { look: Look; word: string; key: string }> = {
  conforms: { look: 'good', word: 'Conforms', key: '1' },
  deviates: { look: 'open', word: 'Deviates', key: '2' },
  'not-looked-at': { look: 'none', word: 'Not looked at', key: '3' },
  open: { look: 'planned', word: 'Open', key: '0' },
};
export const Answer = ({ at }: { at: AnswerState }) => (
  <span className="nowrap">
    <Sign at={answers[at].look}>{answers[at].word}</Sign>
  </span>
);

export const grades: Record<AuditGrade, { sign: string; word: string; means: string }> = {
  major: { sign: '■', word: 'Major nonconformity', means: 'The system does not do what it is for, or a requirement is missing altogether' },
  minor: { sign: '▲', word: 'Minor nonconformity', means: 'A requirement is not met in a single place' },
  opportunity: { sign: '◇', word: 'Opportunity for improvement', means: 'Nothing is wrong; it could be better' },
  conformity: { sign: '●', word: 'Conformity noted', means: 'Worth writing down that it is as it should be' },
};
export const Grade = ({ at }: { at: AuditGrade }) => (
  <span className={`nowrap ${at === 'conformity' ? 'quiet' : `grade-${at}`}`}>
    <span aria-hidden>{grades[at].sign}</span> {grades[at].word}
  </span>
);

const auditLooks: Record<AuditShown['status'], [Look, string]> = {
  planned: ['planned', 'Planned'],
  'in-progress': ['some', 'Under way'],
  reported: ['good', 'Reported'],
  cancelled: ['none', 'Cancelled'],
};
export const AuditState = ({ audit: { status, late } }: { audit: Pick<AuditShown, 'status' | 'late'> }) => (
  <span className="nowrap">
    <Sign at={late ? 'open' : auditLooks[status][0]}>{late ? 'Report is late' : auditLooks[status][1]}</Sign>
  </span>
);

export const rowStates: Record<CoverageRow['state'], { look: Look; word: string }> = {
  covered: { look: 'good', word: 'Covered' },
  planned: { look: 'some', word: 'Planned' },
  again: { look: 'some', word: 'Due again' },
  gap: { look: 'open', word: 'Gap' },
};
export const cells: Record<CoverageRow['cells'][string], { look: Look; word: string }> = {
  covered: { look: 'good', word: 'Conforms' },
  deviates: { look: 'bad', word: 'Deviates' },
  planned: { look: 'planned', word: 'Planned' },
  'in-progress': { look: 'some', word: 'Under way' },
  'left-out': { look: 'none', word: 'Not looked at' },
};
