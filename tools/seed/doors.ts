/** The doors that sample data comes in by: the same that people and Meta use. */
import type { attributeBody } from '#domain/http-contact.ts';
import type { commandBody } from '#domain/command.ts';
import type {
  accountBody,
  Group,
  groupBody,
  ListPage,
  Me,
  pinBody,
  setupBody,
  Tag,
  tagBody,
  teamMemberBody,
  viewBody,
} from '#domain/http.ts';
import type { ReindexAnswer } from '#domain/http-reindex.ts';
import type { Head } from '#domain/head.ts';
import type { z } from 'zod';

/** The sentence of a refusal, or whatever was said. */
function reasonIn(text: string): string {
  try {
    const { sentence } = JSON.parse(text) as { sentence?: string };
    return sentence ?? text;
  } catch {
    return text;
  }
}

async function answered(answer: Response): Promise<unknown> {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${reasonIn(text)}`);
  return text === '' ? null : (JSON.parse(text) as unknown);
}

type Body = { readonly method: 'POST' | 'PUT'; readonly path: string; readonly body: unknown };

/** A person at the product. Cookies are carried by hand: they are Secure, and this is plain http on localhost. */
export class Visitor {
  readonly #url: string;
  #cookie = '';

  constructor(url: string) {
    this.#url = url;
  }

  async #send({ method, path, body }: Body): Promise<unknown> {
    const headers = { 'content-type': 'application/json', origin: this.#url, cookie: this.#cookie };
    const answer = await fetch(this.#url + path, { method, headers, body: JSON.stringify(body) });
    const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
    if (cookies.length > 0) this.#cookie = cookies.join('; ');
    return answered(answer);
  }

  async #get(path: string): Promise<unknown> {
    return answered(await fetch(this.#url + path, { headers: { cookie: this.#cookie } }));
  }

  /** Makes the first admin and signs in as that. */
  async setUp(body: z.input<typeof setupBody>): Promise<void> {
    await this.#send({ method: 'POST', path: '/api/setup', body });
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.#send({ method: 'POST', path: '/api/sign-in', body: { email, password } });
  }

  async addPerson(body: z.input<typeof teamMemberBody>): Promise<void> {
    await this.#send({ method: 'POST', path: '/api/team', body });
  }

  async addAccount(body: z.input<typeof accountBody>): Promise<void> {
    await this.#send({ method: 'POST', path: '/api/accounts', body });
  }

  async command(conversation: string, body: z.input<typeof commandBody>): Promise<void> {
    await this.#send({ method: 'POST', path: `/api/conversations/${conversation}/commands`, body });
  }

  async me(): Promise<Me> {
    return (await this.#get('/api/me')) as Me;
  }

  async addTag(body: z.input<typeof tagBody>): Promise<Tag> {
    return (await this.#send({ method: 'POST', path: '/api/tags', body })) as Tag;
  }

  async addAttribute(body: z.input<typeof attributeBody>): Promise<void> {
    await this.#send({ method: 'POST', path: '/api/attributes', body });
  }

  async addGroup(body: z.input<typeof groupBody>): Promise<Group> {
    return (await this.#send({ method: 'POST', path: '/api/groups', body })) as Group;
  }

  async addView(body: z.input<typeof viewBody>): Promise<void> {
    await this.#send({ method: 'POST', path: '/api/views', body });
  }

  async pin(body: z.input<typeof pinBody>): Promise<void> {
    await this.#send({ method: 'POST', path: '/api/pins', body });
  }

  /** One round of looking the index over (POST /api/reindex). */
  async reindex(cursor: string | null): Promise<ReindexAnswer> {
    return (await this.#send({ method: 'POST', path: '/api/reindex', body: { cursor } })) as ReindexAnswer;
  }

  /** Every conversation that this person may see. */
  async conversations(): Promise<readonly Head[]> {
    const heads: Head[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = (await this.#get(`/api/conversations?tab=all${query}`)) as ListPage;
      heads.push(...page.rows);
      cursor = page.next;
    }
    return heads;
  }
}

/** The simulator's own controls. */
export class Meta {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async #send({ method, path, body }: Body): Promise<unknown> {
    const headers = { 'content-type': 'application/json' };
    return answered(
      await fetch(`${this.#url}/control${path}`, { method, headers, body: JSON.stringify(body) }),
    );
  }

  async configure(productUrl: string, appSecret: string): Promise<void> {
    const publicUrl = this.#url;
    await this.#send({ method: 'PUT', path: '/settings', body: { productUrl, appSecret, publicUrl } });
  }

  async addAccount(id: string, account: object): Promise<void> {
    await this.#send({ method: 'PUT', path: `/accounts/${id}`, body: account });
  }

  async changeCustomer(phone: string, customer: object): Promise<void> {
    await this.#send({ method: 'PUT', path: `/customers/${phone}`, body: customer });
  }

  /** The customer does something: `deed` is a route of simulator/README.md. */
  async does(phone: string, deed: string, body: object): Promise<void> {
    await this.#send({ method: 'POST', path: `/customers/${phone}/${deed}`, body });
  }

  /** Id of the newest message of the business on this phone; undefined if there is none. */
  async newestAnswer(phone: string, accountId: string): Promise<string | undefined> {
    const answer = await fetch(`${this.#url}/control/customers/${phone}/chat?accountId=${accountId}`);
    const { messages } = (await answered(answer)) as { messages: { wamid: string; from: string }[] };
    return messages.findLast(({ from }) => from === 'business')?.wamid;
  }

  /** The customer looks at the chat, which reads it. */
  async open(phone: string, accountId: string): Promise<void> {
    await this.#send({ method: 'POST', path: `/customers/${phone}/open`, body: { accountId } });
    await this.#send({ method: 'POST', path: `/customers/${phone}/close`, body: {} });
  }

  /** Waits until the product was told everything. */
  async flush(): Promise<void> {
    const body = { ms: 30_000 };
    const { empty } = (await this.#send({ method: 'POST', path: '/webhooks/flush', body })) as {
      empty: boolean;
    };
    if (!empty)
      throw new Error(
        'The product did not take every sample webhook within 30 seconds; see .play/product.log.',
      );
  }
}
