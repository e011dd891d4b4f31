/** How far a message of the business gets, given the phone that it goes to. */

export type Climbing = {
  readonly status: 'accepted' | 'sent' | 'delivered' | 'read' | 'played';
  /** The customer has looked at it, told or not. */
  readonly seen: boolean;
};

/** The phone as a message finds it. */
export type Phone = {
  readonly online: boolean;
  /** The chat with this account is on the screen. */
  readonly chatOpen: boolean;
  readonly readReceipts: boolean;
};

export type Step = 'sent' | 'delivered' | 'read' | 'played';

/** Where the message stands now, and the steps that it took to get there. Reading with receipts off is not told, ever. */
export function climb(message: Climbing, phone: Phone): { message: Climbing; steps: Step[] } {
  const steps: Step[] = [];
  let { status, seen } = message;
  if (status === 'accepted') steps.push((status = 'sent'));
  if (status === 'sent' && phone.online) steps.push((status = 'delivered'));
  if (status === 'delivered' && phone.online && phone.chatOpen && !seen) {
    seen = true;
    if (phone.readReceipts) steps.push((status = 'read'));
  }
  return { message: { status, seen }, steps };
}
