/** How conversations of a group find somebody by themselves (product, section 6). */

/** `off`: by hand only. `round-robin`: one after the other. `least-busy`: whoever has the fewest active conversations. */
export const assigningModes = ['off', 'round-robin', 'least-busy'] as const;
export type Assigning = (typeof assigningModes)[number];

/** By which rule somebody got a conversation, as its line tells it. */
export type AssignedBy = {
  readonly assigning: Exclude<Assigning, 'off'>;
  /** The name of the group. */
  readonly group: string;
};

/** The most that a cap may be. */
export const mostCap = 1000;
