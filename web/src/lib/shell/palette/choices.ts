/** Which lines the palette shows for what is typed, in groups. Pure. */
import type { Head } from '#domain/head.ts';
import type { Command } from './commands.ts';
import { scoreOf } from './fuzzy.ts';

/** A conversation as it was chosen once: its name may have changed since. */
export type Remembered = { readonly id: string; readonly name: string };

export type Choice =
  | { readonly kind: 'command'; readonly key: string; readonly command: Command }
  | {
      readonly kind: 'conversation';
      readonly key: string;
      readonly id: string;
      readonly name: string;
      readonly head: Head | null;
    };

export type ChoiceGroup = {
  readonly name: 'recent' | 'conversations' | Command['group'];
  readonly choices: readonly Choice[];
};

export type ChoicesInput = {
  readonly typed: string;
  readonly commands: readonly Command[];
  /** Conversations that are loaded, and those that the edge found for what is typed. */
  readonly loaded: readonly Head[];
  readonly found: readonly Head[];
  /** What was chosen last, newest first. */
  readonly recent: readonly Remembered[];
  readonly nameOf: (head: Head) => string;
};

/** Conversations among the lines: more of them are in the search. */
const mostConversations = 8;

const commandKey = (id: string): string => `command-${id}`;
const conversationKey = (id: string): string => `conversation-${id}`;

const commanded = (command: Command): Choice => ({
  ...{ kind: 'command', key: commandKey(command.id) },
  command,
});

function recentOf({ recent, commands, loaded }: ChoicesInput): readonly Choice[] {
  const byKey = new Map(commands.map((command) => [commandKey(command.id), command]));
  return recent.flatMap(({ id, name }): Choice[] => {
    const command = byKey.get(id);
    if (command) return [commanded(command)];
    const conversation = id.startsWith('conversation-') ? id.slice('conversation-'.length) : null;
    if (conversation === null) return [];
    const head = loaded.find((one) => one.id === conversation) ?? null;
    return [{ kind: 'conversation', key: id, id: conversation, name, head }];
  });
}

type Scored = { readonly choice: Choice; readonly score: number };

/** Best first; what the edge found without these letters in the name (by phone, by tag) comes last. */
function conversationsOf({ typed, loaded, found, nameOf }: ChoicesInput): readonly Scored[] {
  const heads = new Map([...found, ...loaded].map((head) => [head.id, head]));
  const named = new Set(found.map(({ id }) => id));
  return [...heads.values()]
    .flatMap((head): Scored[] => {
      const name = nameOf(head);
      const score = scoreOf(typed, name) ?? (named.has(head.id) ? 0 : null);
      const choice: Choice = {
        ...{ kind: 'conversation', key: conversationKey(head.id), id: head.id },
        ...{ name, head },
      };
      return score === null ? [] : [{ choice, score }];
    })
    .sort((one, other) => other.score - one.score)
    .slice(0, mostConversations);
}

const groupNames = ['this', 'go', 'preferences'] as const;

/** With nothing typed: what was used last, then every command. Else what fits, the best group first. */
export function choicesOf(input: ChoicesInput): readonly ChoiceGroup[] {
  const { typed, commands } = input;
  if (typed.trim() === '') {
    const recent: ChoiceGroup = { name: 'recent', choices: recentOf(input) };
    const shown = new Set(recent.choices.map(({ key }) => key));
    const rest = groupNames.map((name): ChoiceGroup => ({
      name,
      choices: commands.filter((one) => one.group === name && !shown.has(commandKey(one.id))).map(commanded),
    }));
    return [recent, ...rest].filter(({ choices }) => choices.length > 0);
  }
  const scored = groupNames.map((name) => ({
    name,
    scored: commands
      .filter((one) => one.group === name)
      .flatMap((one): Scored[] => {
        const score = scoreOf(typed, one.label);
        return score === null ? [] : [{ choice: commanded(one), score }];
      })
      .sort((one, other) => other.score - one.score),
  }));
  return [{ name: 'conversations' as const, scored: conversationsOf(input) }, ...scored]
    .filter((group) => group.scored.length > 0)
    .sort((one, other) => (other.scored[0]?.score ?? 0) - (one.scored[0]?.score ?? 0))
    .map((group) => ({ name: group.name, choices: group.scored.map(({ choice }) => choice) }));
}
