/** What commands name is looked up at the edge, so that an object needs neither team, directory nor bucket to decide. */
import type { CommandBody } from '#domain/command.ts';
import { readValue } from '#domain/attribute.ts';
import type { Actor } from '#domain/permission.ts';
import { findAttribute } from '../directory/attributes.ts';
import { findGroup, findLeadStatus, findTags } from '../directory/directory.ts';
import type { Env } from '../env.ts';
import { verifyUploads } from '../media/uploads.ts';
import { readPhone } from '../phone.ts';
import { Refused } from '../problem.ts';
import { findActors } from '../team/standing.ts';
import { findPerson } from '../team/team.ts';
import { checkTemplate } from '../templates/templates.ts';
import type { Command } from './decide-command.ts';
import type { Named } from './decide-facts.ts';
import { readDetails } from './details.ts';
import { conversationStub } from './id.ts';

/** Asks once for the same key, however many want to know. */
function once<K, T>(ask: (key: K) => Promise<T>): (key: K) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return (key) => {
    const text = JSON.stringify(key);
    const answer = asked.get(text) ?? ask(key);
    asked.set(text, answer);
    return answer;
  };
}

type Of<T extends CommandBody['type']> = Extract<CommandBody, { type: T }>;

/** Gives commands the facts behind their ids; @throws Refused where something is not here any more. */
export class LookUp {
  readonly #env: Env;
  readonly #person = once(async (id: string) => findPerson(this.#env, id));
  readonly #actor = once(async (id: string) => (await findActors(this.#env, [id]))[0]);
  readonly #group = once(async (id: string) => findGroup(this.#env, id));
  readonly #lead = once(async (id: string) => findLeadStatus(this.#env, id));
  readonly #tags = once(async (ids: readonly string[]) => findTags(this.#env, ids));

  constructor(env: Env) {
    this.#env = env;
  }

  /** `at`: who asks it of which conversation. */
  async withFacts(body: CommandBody, at: { readonly id: string; readonly actor: Actor }): Promise<Command> {
    switch (body.type) {
      case 'send':
        return this.#send(body, at);
      case 'comment':
        return this.#commentNaming(body);
      case 'assign':
        return this.#assignTo(body);
      case 'group':
        return this.#groupTo(body);
      case 'tag':
        return this.#tagWith(body);
      case 'lead':
        return this.#leadTo(body);
      case 'attribute':
        return this.#attributeAs(body);
      case 'details':
        return { ...body, patch: readDetails(body) };
      case 'follow-up-add':
        return this.#followUpOf(body);
      case 'follow-up-change':
        return this.#followUpTo(body);
      case 'follow-up-back':
        return this.#followUpsBack(body);
      case 'lead-facts':
        return this.#leadOf(body);
      default:
        return body;
    }
  }

  /** What is noted under an attribute that is gone can still be taken away. */
  async #attributeAs(body: Of<'attribute'>): Promise<Command> {
    const found = await findAttribute(this.#env, body.name);
    if (!found && body.value.trim() === '') return { ...body, value: '' };
    if (!found) throw new Refused({ code: 'attribute-not-found' });
    const read = readValue(found, body.value, (text) => readPhone(text, body.country));
    if ('problem' in read) throw new Refused({ code: 'value-not-allowed', ...read });
    return { ...body, value: read.value, label: found.name, required: found.required };
  }

  async #send(body: Of<'send'>, at: { readonly id: string; readonly actor: Actor }): Promise<Command> {
    const draft = await verifyUploads(this.#env, body.draft);
    if ('code' in draft) throw new Refused(draft);
    if (draft.kind !== 'template') return { ...body, draft };
    // Whoever may not reply there is told so by the conversation itself.
    const line = await conversationStub(this.#env, at.id).templateLine(at.actor, body.clientId);
    const fitting = line ? await checkTemplate(this.#env, line, draft) : draft;
    if ('code' in fitting) throw new Refused(fitting);
    return { ...body, draft: fitting };
  }

  async #commentNaming({ mentions = [], ...command }: Of<'comment'>): Promise<Command> {
    return mentions.length === 0 ? command : { ...command, mentions: await findActors(this.#env, mentions) };
  }

  async #assignTo({ personId, ...command }: Of<'assign'>): Promise<Command> {
    const to = personId === null ? null : await this.#person(personId);
    if (!to && personId !== null) throw new Refused({ code: 'person-not-found' });
    return { ...command, to };
  }

  async #groupTo({ groupId, ...command }: Of<'group'>): Promise<Command> {
    const to = groupId === null ? null : await this.#group(groupId);
    if (!to && groupId !== null) throw new Refused({ code: 'group-not-found' });
    return { ...command, to: to && { id: to.id, name: to.name } };
  }

  /** A tag that is gone can still be taken off, under its id. */
  async #tagWith({ add, remove, ...command }: Of<'tag'>): Promise<Command> {
    const known = new Map((await this.#tags([...add, ...remove])).map(({ id, name }) => [id, { id, name }]));
    const found = add.flatMap((id) => known.get(id) ?? []);
    if (found.length < add.length) throw new Refused({ code: 'tag-not-found' });
    return { ...command, add: found, remove: remove.map((id): Named => known.get(id) ?? { id, name: id }) };
  }

  /** Whose a follow-up becomes, with all that decides whether they may see the conversation. */
  async #ownerOf(id: string): Promise<Actor> {
    const owner = await this.#actor(id);
    if (!owner) throw new Refused({ code: 'person-not-found' });
    return owner;
  }

  async #followUpOf({ ownerId, ...command }: Of<'follow-up-add'>): Promise<Command> {
    return { ...command, owner: await this.#ownerOf(ownerId) };
  }

  async #followUpTo({ ownerId, ...command }: Of<'follow-up-change'>): Promise<Command> {
    return ownerId === undefined ? command : { ...command, owner: await this.#ownerOf(ownerId) };
  }

  async #followUpsBack({ open, ...command }: Of<'follow-up-back'>): Promise<Command> {
    const owned = open.map(async ({ ownerId, ...one }) => ({ ...one, owner: await this.#person(ownerId) }));
    return { ...command, open: await Promise.all(owned) };
  }

  async #leadTo({ status, ...command }: Of<'lead'>): Promise<Command> {
    const to = status === null ? null : await this.#lead(status);
    if (!to && status !== null) throw new Refused({ code: 'lead-status-not-found' });
    return { ...command, to: to && { id: to.id, name: to.name, final: to.final } };
  }

  async #leadOf({ ownerId, ...command }: Of<'lead-facts'>): Promise<Command> {
    if (ownerId === undefined || ownerId === null)
      return { ...command, ...(ownerId === null && { owner: null }) };
    const owner = await this.#person(ownerId);
    if (!owner) throw new Refused({ code: 'person-not-found' });
    return { ...command, owner: { id: owner.id, name: owner.name } };
  }
}
