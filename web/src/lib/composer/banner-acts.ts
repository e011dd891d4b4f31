/** What each banner of the composer offers to do, the likeliest first. Pure. */
import type { Banner } from './state.ts';

export type Act =
  | 'take'
  | 'ask'
  | 'comment'
  | 'template'
  | 'person'
  | 'reopen'
  | 'lift'
  | 'manage'
  | 'review'
  | 'send-anyway'
  | 'draft-template'
  | 'draft-copy';

function ofBanner(banner: Banner): readonly Act[] {
  switch (banner.kind) {
    case 'window-closed':
    case 'never-opened':
      return banner.templates ? ['template'] : ['comment'];
    case 'free-template':
      return ['template'];
    case 'human-agent':
      return banner.templates ? ['person', 'template'] : ['person'];
    case 'assigned-other':
      return [banner.mayTake ? 'take' : 'ask', 'comment'];
    case 'unassigned':
      return banner.mayTake ? ['take'] : [];
    case 'role':
      return banner.mayTake ? ['take', 'comment'] : ['comment'];
    case 'archived':
      return banner.mayReopen ? ['reopen'] : [];
    case 'blocked':
      return banner.mayLift ? ['lift', 'comment'] : ['comment'];
    case 'trouble':
      return banner.mayManage ? ['manage'] : [];
    case 'collision':
      return ['send-anyway', 'review'];
    default:
      return [];
  }
}

/** What a banner offers; `keepsDraft`: whether a text waits that cannot be sent as it is. */
export function actsOf(banner: Banner, keepsDraft: boolean): readonly Act[] {
  const acts = ofBanner(banner);
  if (!keepsDraft) return acts;
  return acts.includes('template') ? [...acts, 'draft-template', 'draft-copy'] : [...acts, 'draft-copy'];
}

/** Whether it is the one that most people want, and looks so. */
export function isMain(act: Act): boolean {
  return ['take', 'ask', 'template', 'person', 'lift', 'send-anyway'].includes(act);
}
