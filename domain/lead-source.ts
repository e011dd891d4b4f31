/** Where a lead came from. */
export const leadSources = ['organic', 'ad', 'broadcast', 'import', 'api'] as const;
export type LeadSource = (typeof leadSources)[number];
