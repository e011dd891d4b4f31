/** What the product is run with; no secret of these opens anything, and nobody is called from here. */

/** For a product whose webhooks are signed with `appSecret`. */
export const varsFor = (appSecret: string): Record<string, string> => ({
  AUTH_SECRET: 'only-for-benches-only-for-benches-only-for-benches',
  META_APP_SECRETS: JSON.stringify([appSecret]),
  META_VERIFY_TOKEN: 'only-for-benches',
  SEAL_KEYS: '{"current":"1","keys":{"1":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}}',
  GRAPH_URL: 'http://127.0.0.1:9',
});
