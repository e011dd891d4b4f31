/** Utility templates on Messenger: whether a send fits the approved one, and how it then reads. */
import type { GraphError } from '../graph/errors.ts';
import { filled, partOf, variablesOf, type Template } from '../templates/catalogue.ts';
import type { UtilitySend } from './send-body.ts';

/** How the customer reads it. */
export type UtilityShown = {
  readonly header: string;
  readonly body: string;
  readonly buttons: readonly { readonly type: string; readonly title: string; readonly payload: string }[];
};

const invalid = (details: string): GraphError => ({ code: 100, details });

type Values = NonNullable<UtilitySend['components']>[number]['parameters'];

function valuesOf(template: Template, parameters: Values): ReadonlyMap<string, string> {
  const named = template.parameter_format === 'NAMED';
  return new Map(
    parameters.map((one, index) => [named ? (one.parameter_name ?? '') : String(index + 1), one.text ?? '']),
  );
}

/** What the customer reads, or the error. */
export function hydrateUtility(
  templates: readonly Template[],
  { name, language, components = [] }: UtilitySend,
): UtilityShown | GraphError {
  const found = templates.find((one) => one.name === name && one.language === language.code);
  if (found === undefined) return invalid(`Message template ${name} does not exist in ${language.code}.`);
  if (found.status !== 'APPROVED') return invalid(`Message template ${name} is not approved.`);
  const parts = { header: '', body: '' };
  for (const type of ['header', 'body'] as const) {
    const text = partOf(found.components, type.toUpperCase())?.text ?? '';
    const values = valuesOf(found, components.find((one) => one.type === type)?.parameters ?? []);
    const wanted = variablesOf(text);
    if (wanted.length !== values.size || wanted.some((variable) => !values.has(variable)))
      return invalid(`${type}: ${values.size} parameters were given, the template has ${wanted.length}.`);
    parts[type] = filled(text, values);
  }
  const buttons = partOf(found.components, 'BUTTONS')?.buttons ?? [];
  const payloads = components.find((one) => one.type === 'buttons')?.parameters ?? [];
  return {
    ...parts,
    buttons: buttons.map((button, index) => ({
      type: button.type,
      title: button.text ?? '',
      payload: payloads[index]?.payload ?? button.payload ?? button.text ?? '',
    })),
  };
}
