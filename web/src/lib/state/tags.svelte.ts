/** The tags as an admin edits them. */
import type { Tag, TagColour } from '#domain/http.ts';
import { t } from '../words/en-settings.ts';
import { among } from './among.ts';
import { EditingUsed, type UsedOptions } from './editing-used.svelte.ts';
import { differences } from './editing.svelte.ts';

export type TagDraft = { readonly name: string; readonly colour: TagColour };
type Problems = { readonly name: string };

const blank: TagDraft = { name: '', colour: 'grey' };

export class Tags extends EditingUsed<Tag, TagDraft, Problems> {
  constructor(options: UsedOptions) {
    super('/api/tags', options);
  }

  override get all(): readonly Tag[] {
    return this.options.session.me.tags;
  }

  protected override saved(id: string): TagDraft {
    const tag = this.all.find((one) => one.id === id);
    return tag ? { name: tag.name, colour: tag.colour } : blank;
  }

  protected override changesOf(draft: TagDraft, saved: TagDraft): number {
    return differences([
      [draft.name.trim(), saved.name],
      [draft.colour, saved.colour],
    ]);
  }

  protected override problemsOf({ name }: TagDraft): Partial<Problems> {
    return name.trim() === '' ? { name: t('tags.name-empty') } : {};
  }

  protected override async store(id: string, { name, colour }: TagDraft): Promise<string | null> {
    const tag = await this.put(id, { name: name.trim(), colour });
    if (!tag) return null;
    this.show(among(this.all, tag));
    return tag.id;
  }

  protected override show(tags: readonly Tag[]): void {
    this.options.session.change((me) => ({ ...me, tags }));
  }
}
