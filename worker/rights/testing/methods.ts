/** Every method of the Conversation object. A new one needs a line here: who may, or that nobody but the edge calls it. */
import { adminsOf, looking, replying, type Right } from './rights.ts';

/** With what it is called after the person who asks. */
type Asked = {
  readonly who: Right;
  readonly with: readonly unknown[];
  /** Whoever may not is told nothing at all: null or ''. */
  readonly silent?: true;
};

/** Takes no person: only the edge and other objects call it, and no route leads to it directly. */
const edge = 'edge';
/** Asked elsewhere in this test: of every command, and of every frame. */
const elsewhere = 'elsewhere';

const place = { at: 0, seq: 0 };
const clientId = '00000000-0000-4000-8000-000000000000';

export const methods: Readonly<Record<string, Asked | typeof edge | typeof elsewhere>> = {
  command: elsewhere,
  fetch: elsewhere,
  webSocketMessage: elsewhere,

  view: { who: looking, with: [] },
  history: { who: looking, with: [place] },
  historyAfter: { who: looking, with: [place] },
  around: { who: looking, with: ['customer'] },
  within: { who: looking, with: ['hello'] },
  from: { who: looking, with: [0] },
  fileOf: { who: looking, with: ['', 'picture'] },
  rawOf: { who: adminsOf, with: ['customer'] },
  headFor: { who: looking, with: [], silent: true },
  leads: { who: looking, with: [] },
  gathered: { who: looking, with: ['files', null] },
  templateLine: { who: replying, with: [clientId], silent: true },

  ingest: edge,
  claim: edge,
  indexed: edge,
  saidPage: edge,
  began: edge,
  join: edge,
  takeContacts: edge,
  handMessages: edge,
  retire: edge,
  dropRetired: edge,
  awaits: edge,
  wake: edge,
  offer: edge,
  alarm: edge,
  webSocketClose: edge,
  close: edge,
  rowsWritten: edge,
};
