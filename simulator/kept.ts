/** Small values kept by name: the settings, the dice, whether webhooks are paused. */
import { record } from './json.ts';
import { defaultSettings, settingsSchema, type Settings, type SettingsPatch } from './settings.ts';

/** The settings as they are kept; defaults where nothing was set. */
export function readSettings(sql: SqlStorage): Settings {
  const kept = recall(sql, 'settings');
  // What a newer simulator knows besides is at its default.
  const { habits, ...rest } = record(kept);
  const all = { ...defaultSettings.habits, ...record(habits) };
  return settingsSchema.parse({ ...defaultSettings, ...rest, habits: all });
}

/** Changes what `patch` names and keeps the rest. */
export function changeSettings(sql: SqlStorage, patch: SettingsPatch): Settings {
  const before = readSettings(sql);
  const settings = { ...before, ...patch, habits: { ...before.habits, ...patch.habits } };
  keep(sql, 'settings', settings);
  if (patch.habits?.seed !== undefined) sql.exec(`DELETE FROM kept WHERE name = 'dice'`);
  return settings;
}

/** What is kept under a name; undefined if nothing is. */
export function recall(sql: SqlStorage, name: string): unknown {
  const [row] = sql.exec<{ json: string }>(`SELECT json FROM kept WHERE name = ?`, name).toArray();
  return row === undefined ? undefined : (JSON.parse(row.json) as unknown);
}

/** Keeps one small value under a name. */
export function keep(sql: SqlStorage, name: string, value: unknown): void {
  sql.exec(`INSERT OR REPLACE INTO kept (name, json) VALUES (?, ?)`, name, JSON.stringify(value));
}
