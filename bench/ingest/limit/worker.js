// The limit: a bare Worker before a bare object that writes each body into one row and answers. Plain JavaScript, so that
// it runs as it stands: what no product on this platform can be faster than.
import { DurableObject } from 'cloudflare:workers';

export class Rows extends DurableObject {
  #sql;

  constructor(state, env) {
    super(state, env);
    this.#sql = state.storage.sql;
    this.#sql.exec('CREATE TABLE IF NOT EXISTS row (n INTEGER PRIMARY KEY, body TEXT NOT NULL)');
  }

  async insert(body) {
    this.#sql.exec('INSERT INTO row (body) VALUES (?)', body);
  }

  async count() {
    return this.#sql.exec('SELECT count(*) AS count FROM row').one().count;
  }
}

export default {
  async fetch(request, env) {
    const rows = env.ROWS.getByName(new URL(request.url).searchParams.get('object'));
    if (request.method === 'GET') return new Response(String(await rows.count()));
    await rows.insert(await request.text());
    return new Response('ok');
  },
};
