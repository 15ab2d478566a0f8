/** The fields of a document as people think of them; for the form of the register and for the page of one document. */
export const documentGroups = [
  { title: 'What it is', fields: ['title', 'type', 'purpose', 'classification'] },
  { title: 'Who answers for it', fields: ['owner', 'approvers', 'reviewMonths', 'retentionYears'] },
  { title: 'Who must read it', fields: ['audience', 'audienceTeams', 'audienceRoles'] },
  { title: 'What it answers', fields: ['fulfils', 'controls', 'clauses', 'template'] },
];
