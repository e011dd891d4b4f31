/** What is done with one follow-up: asked of its conversation, shown at once, told to what counts them. */
import type { Change } from '#domain/command.ts';
import type { Desk } from '../state/desk.ts';

export type FollowUpChange = Extract<Change, { type: `follow-up${string}` }>;

/** Asks it of a conversation; answers whether it was done. What failed was told. */
export function followUpAsker({ actions, followUpNews }: Pick<Desk, 'actions' | 'followUpNews'>) {
  return async (conversationId: string, change: FollowUpChange): Promise<boolean> => {
    const done = await actions.one(conversationId, change);
    if (done) followUpNews.changed();
    return done;
  };
}
