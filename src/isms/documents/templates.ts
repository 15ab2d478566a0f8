import type { Template } from '../../standard/model.ts';
import { standard } from '../../standard/standard.ts';

/** The template with this id, if there is one. */
export const templateOf = (id: string): Template | undefined => standard.templates.find((each) => each.id === id);
