import { legalRequirements } from '../../../../src/isms/operations/legal/model.ts';
import { RegisterList } from '../../parts/Register.tsx';

/** Laws, regulations and contracts (A.5.31). */
export const Legal = () => (
  <RegisterList
    register={legalRequirements}
    operations={(c) => c.operations.legal}
    filters={['kind', 'status', 'owner']}
    groups={[
      { title: 'What is asked', fields: ['title', 'kind', 'source', 'jurisdiction', 'asks', 'requirement'] },
      { title: 'How it is met', fields: ['how', 'status', 'controls', 'documents'] },
      { title: 'Who watches it', fields: ['owner', 'reviewedOn', 'reviewOn'] },
    ]}
  />
);
