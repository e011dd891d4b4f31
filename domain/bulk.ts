/** How much one bulk action may be. */

/** Commands in one request: the client sends as many requests as it needs. */
export const bulkSize = 50;
/** The most rows that one action takes. */
export const mostInBulk = 10_000;
