import { liveRecords, type Snapshot } from '../platform/ledger/snapshot.ts';
import { standard } from '../standard/standard.ts';
import { collections } from './collections.ts';

/** Names that records refer to besides stored ids: the controls of Annex A and the requirements of clauses 4–10. */
export const knownIds = {
  'required-documents': () => (id: string) => standard.requiredDocuments.some((each) => each.id === id),
  'supplier-clauses': () => (id: string) => standard.supplierCatalogue.clauses.some((each) => each.id === id),
  controls: (snapshot: Snapshot) => (id: string) => standard.control(id) !== undefined || isOwnControl(snapshot, id),
  subjects: (snapshot: Snapshot) => (id: string) =>
    standard.control(id) !== undefined || standard.requirement(id) !== undefined || isOwnControl(snapshot, id),
};

const isOwnControl = (snapshot: Snapshot, id: string) => liveRecords(snapshot, collections.ownControls.name).some((record) => record.id === id);
